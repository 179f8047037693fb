"""Weights and what runs them: mattes and faces. The only place that knows rembg and MTCNN."""
