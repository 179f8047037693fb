// ID photos in Go: go run main.go photo portrait.jpg photo.jpg (see ../README.md)
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

type problem struct {
	Type   string `json:"type"`
	Detail string `json:"detail"`
}

func (p problem) Error() string {
	return fmt.Sprintf("%s: %s", filepath.Base(p.Type), p.Detail)
}

func env(name, usual string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return usual
}

// post sends a form with one file; a busy service is asked again.
func post(path, part, file string, fields map[string]string) (*http.Response, error) {
	var form bytes.Buffer
	writer := multipart.NewWriter(&form)
	for name, value := range fields {
		writer.WriteField(name, value)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	photo, _ := writer.CreateFormFile(part, filepath.Base(file))
	photo.Write(content)
	writer.Close()

	for tries := 1; ; tries++ {
		address := env("IDPHOTO_URL", "http://localhost:8000") + path
		request, err := http.NewRequest("POST", address, bytes.NewReader(form.Bytes()))
		if err != nil {
			return nil, err
		}
		request.Header.Set("Content-Type", writer.FormDataContentType())
		request.Header.Set("Request-Timeout", env("IDPHOTO_TIMEOUT", "30")) // seconds
		request.Header.Set("X-API-Key", os.Getenv("IDPHOTO_API_KEY"))
		response, err := http.DefaultClient.Do(request)
		if err != nil || response.StatusCode == http.StatusOK {
			return response, err
		}
		var why problem
		err = json.NewDecoder(response.Body).Decode(&why)
		response.Body.Close()
		switch response.StatusCode {
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
			if seconds, bad := strconv.Atoi(response.Header.Get("Retry-After")); bad == nil && tries < 5 {
				time.Sleep(time.Duration(seconds) * time.Second)
				continue
			}
		}
		if err != nil {
			return nil, fmt.Errorf("HTTP %s", response.Status)
		}
		return nil, why // 422: the detail says what would be right; 504: it took too long
	}
}

func save(response *http.Response, path string) error {
	defer response.Body.Close()
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(file, response.Body)
	return err
}

func check(portrait string) error {
	response, err := post("/v1/check", "image", portrait, map[string]string{"spec": "cn-1inch"})
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var report struct {
		Verdict string
		Reasons []struct{ Message struct{ En string } }
	}
	if err := json.NewDecoder(response.Body).Decode(&report); err != nil {
		return err
	}
	fmt.Println(report.Verdict)
	for _, reason := range report.Reasons {
		fmt.Println(reason.Message.En)
	}
	return nil
}

func variants(portrait, folder string) error {
	asked := `[{"spec": "cn-1inch"}, {"spec": "us-visa", "allow_editing": true}, {"spec": "no-such"}]`
	response, err := post("/v1/idphoto", "image", portrait, map[string]string{"variants": asked, "answer": "json"})
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var made struct {
		Variants []struct {
			Variant int
			File    string
			Image   []byte // encoding/json decodes the base64
			Problem *problem
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&made); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, one := range made.Variants {
		if one.Problem != nil {
			fmt.Printf("variant %d: %s\n", one.Variant, one.Problem.Detail)
		} else if err := os.WriteFile(filepath.Join(folder, one.File), one.Image, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func run(arguments []string) error {
	switch arguments[0] {
	case "photo":
		fields := map[string]string{"spec": "cn-1inch", "background": "blue"}
		response, err := post("/v1/idphoto", "image", arguments[1], fields)
		if err != nil {
			return err
		}
		return save(response, arguments[2])
	case "check":
		return check(arguments[1])
	case "variants":
		return variants(arguments[1], arguments[2])
	case "batch":
		response, err := post("/v1/batch", "photos", arguments[1], map[string]string{"spec": "cn-1inch"})
		if err != nil {
			return err
		}
		return save(response, arguments[2]) // as it arrives; its last file is manifest.json
	}
	return fmt.Errorf("there is no command %s", arguments[0])
}

func main() {
	log.SetFlags(0)
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}
