"""MediaPipe's face networks, made into the ONNX files of service/models; see README.md."""
