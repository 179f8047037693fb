// A photo by the Go client of openapi-generator.
package main

import (
	"context"
	"encoding/base64"
	"os"

	client "github.com/GIT_USER_ID/GIT_REPO_ID"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	settings := client.NewConfiguration()
	settings.Servers = client.ServerConfigurations{{URL: os.Getenv("ADDRESS")}}
	api, ctx := client.NewAPIClient(settings), context.Background()
	spec, _, err := api.SpecsAPI.GetSpec(ctx, "cn-1inch").Execute()
	must(err)
	photo, err := os.Open(os.Getenv("PHOTO"))
	must(err)
	answer, _, err := api.IdphotoAPI.MakeIdPhoto(ctx).Image(photo).Spec(spec.Id).Background("blue").Answer("json").Execute()
	must(err)
	data, err := base64.StdEncoding.DecodeString(answer.IdPhotoAnswer.Image)
	must(err)
	must(os.WriteFile(os.Getenv("OUT"), data, 0o600))
}
