// A photo by net/http of Go: OUT is a folder.
package main

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	photo, err := os.ReadFile(os.Getenv("PHOTO"))
	must(err)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	must(form.WriteField("spec", "cn-1inch"))
	must(form.WriteField("background", "blue"))
	part, err := form.CreateFormFile("image", "photo.jpg")
	must(err)
	_, err = part.Write(photo)
	must(err)
	must(form.Close())
	answer, err := http.Post(os.Getenv("ADDRESS")+"/v1/idphoto", form.FormDataContentType(), &body)
	must(err)
	data, err := io.ReadAll(answer.Body)
	must(err)
	if answer.StatusCode != 200 {
		panic(string(data))
	}
	must(os.WriteFile(filepath.Join(os.Getenv("OUT"), "net-http form.jpg"), data, 0o600))
}
