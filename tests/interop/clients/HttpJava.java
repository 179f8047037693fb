// A photo by HttpClient of Java: OUT is a folder.
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

public class HttpJava {
    public static void main(String[] arguments) throws Exception {
        var address = System.getenv("ADDRESS") + "/v1/idphoto?spec=cn-1inch&background=blue";
        var request = HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "image/jpeg")
            .POST(BodyPublishers.ofFile(Path.of(System.getenv("PHOTO")))).build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) throw new Exception(new String(answer.body()));
        Files.write(Path.of(System.getenv("OUT"), "HttpClient body.jpg"), answer.body());
    }
}
