// ID photos in Java 17: java IdPhoto.java photo portrait.jpg photo.jpg (see ../README.md)
//
// The JDK reads no JSON; this program needs three members of it, so it takes them by a pattern. Where
// your project has Jackson or the like, use that.
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;

public class IdPhoto {
    static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** The service refused the request. */
    static class Problem extends IOException {
        Problem(String document) {
            super(member("type", document).replaceAll(".*/", "") + ": " + member("detail", document));
        }
    }

    public static void main(String[] args) throws Exception {
        try {
            switch (args[0]) {
                case "photo" -> photo(Path.of(args[1]), Path.of(args[2]));
                case "check" -> check(Path.of(args[1]));
                case "variants" -> variants(Path.of(args[1]), Path.of(args[2]));
                case "batch" -> batch(Path.of(args[1]), Path.of(args[2]));
                default -> throw new IllegalArgumentException(args[0]);
            }
        } catch (Problem problem) {
            System.err.println(problem.getMessage());
            System.exit(1);
        }
    }

    static void photo(Path portrait, Path result) throws Exception {
        Files.write(result, post("/v1/idphoto", "image", portrait, Map.of("spec", "cn-1inch", "background", "blue")));
    }

    static void check(Path portrait) throws Exception {
        var body = post("/v1/check", "image", portrait, Map.of("spec", "cn-1inch"));
        var report = new String(body, StandardCharsets.UTF_8);
        System.out.println(member("verdict", report));
        members("en", report.substring(report.indexOf("\"reasons\":"), report.indexOf("\"checks\":")))
            .forEach(System.out::println);
    }

    static void variants(Path portrait, Path folder) throws Exception {
        var variants = """
            [{"spec": "cn-1inch"}, {"spec": "us-visa", "allow_editing": true}, {"spec": "no-such"}]""";
        var zip = post("/v1/idphoto", "image", portrait, Map.of("variants", variants, "answer", "zip"));
        Files.createDirectories(folder);
        try (var entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                // manifest.json, the last one, tells what became of each variant.
                Files.write(folder.resolve(Path.of(entry.getName()).getFileName()), entries.readAllBytes());
            }
        }
    }

    static void batch(Path zip, Path result) throws Exception {
        Files.write(result, post("/v1/batch", "photos", zip, Map.of("spec", "cn-1inch")));
    }

    /** The body of the answer; a busy service is asked again. */
    static byte[] post(String path, String part, Path file, Map<String, String> fields) throws Exception {
        var boundary = "form-" + System.nanoTime();
        var request = HttpRequest.newBuilder(URI.create(env("IDPHOTO_URL", "http://localhost:8000") + path))
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .header("Request-Timeout", env("IDPHOTO_TIMEOUT", "30")) // seconds
            .header("X-API-Key", env("IDPHOTO_API_KEY", ""))
            .POST(BodyPublishers.ofByteArray(form(boundary, part, file, fields)))
            .build();
        for (int tries = 1; ; tries++) {
            HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
            int status = response.statusCode();
            if (status == 200) {
                return response.body();
            }
            if ((status == 429 || status == 503) && tries < 5) {
                Thread.sleep(1000 * response.headers().firstValueAsLong("Retry-After").orElse(2));
                continue;
            }
            // 422: the detail says what would be right. 504: it took longer than the timeout.
            throw new Problem(new String(response.body(), StandardCharsets.UTF_8));
        }
    }

    static byte[] form(String boundary, String part, Path file, Map<String, String> fields) throws IOException {
        var form = new ByteArrayOutputStream();
        for (var field : fields.entrySet()) {
            form.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + field.getKey()
                + "\"\r\n\r\n" + field.getValue() + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        form.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + part
            + "\"; filename=\"file\"\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        form.writeBytes(Files.readAllBytes(file));
        form.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    static String member(String name, String json) {
        return members(name, json).findFirst().orElse("");
    }

    static Stream<String> members(String name, String json) {
        var pattern = Pattern.compile("\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
        return pattern.matcher(json).results().map(found -> found.group(1));
    }

    static String env(String name, String usual) {
        var value = System.getenv(name);
        return value == null || value.isEmpty() ? usual : value;
    }
}
