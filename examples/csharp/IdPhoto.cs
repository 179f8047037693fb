// ID photos in C#: dotnet run photo portrait.jpg photo.jpg (see ../README.md)
//
// It keeps to what both .NET and Mono have, so that it can be tried with Debian's packages.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Runtime.Serialization.Json;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;

/// <summary>The service refused the request.</summary>
class ProblemException : Exception
{
    public ProblemException(XElement problem)
        : base(problem.Element("type").Value.Split('/').Last() + ": " + problem.Element("detail").Value) { }
}

static class IdPhoto
{
    static readonly HttpClient Client = new HttpClient { Timeout = TimeSpan.FromSeconds(330) };
    static readonly string Timeout = Env("IDPHOTO_TIMEOUT", "30"); // seconds

    static int Main(string[] args)
    {
        try
        {
            Run(args).GetAwaiter().GetResult();
            return 0;
        }
        catch (ProblemException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }

    static Task Run(string[] args)
    {
        switch (args[0])
        {
            case "photo": return Photo(args[1], args[2]);
            case "check": return Check(args[1]);
            case "variants": return Variants(args[1], args[2]);
            case "batch": return Batch(args[1], args[2]);
            default: throw new ArgumentException(args[0]);
        }
    }

    static async Task Photo(string portrait, string result)
    {
        var fields = new Dictionary<string, string> { ["spec"] = "cn-1inch", ["background"] = "blue" };
        File.WriteAllBytes(result, await Post("/v1/idphoto", "image", portrait, fields));
    }

    static async Task Check(string portrait)
    {
        var fields = new Dictionary<string, string> { ["spec"] = "cn-1inch" };
        var report = Json(await Post("/v1/check", "image", portrait, fields));
        Console.WriteLine(report.Element("verdict").Value);
        foreach (var reason in report.Element("reasons").Elements())
            Console.WriteLine(reason.Element("message").Element("en").Value);
    }

    static async Task Variants(string portrait, string folder)
    {
        var fields = new Dictionary<string, string>
        {
            ["variants"] = "[{\"spec\": \"cn-1inch\"}, {\"spec\": \"us-visa\", \"allow_editing\": true}, {\"spec\": \"no-such\"}]",
            ["answer"] = "json",
        };
        var made = Json(await Post("/v1/idphoto", "image", portrait, fields));
        Directory.CreateDirectory(folder);
        foreach (var one in made.Element("variants").Elements())
        {
            var problem = one.Element("problem").Element("detail");
            if (problem != null)
                Console.WriteLine("variant " + one.Element("variant").Value + ": " + problem.Value);
            else
                File.WriteAllBytes(
                    Path.Combine(folder, one.Element("file").Value),
                    Convert.FromBase64String(one.Element("image").Value));
        }
    }

    static async Task Batch(string zip, string result)
    {
        var fields = new Dictionary<string, string> { ["spec"] = "cn-1inch" };
        File.WriteAllBytes(result, await Post("/v1/batch", "photos", zip, fields));
    }

    /// <summary>The body of the answer; a busy service is asked again.</summary>
    static async Task<byte[]> Post(string path, string part, string file, Dictionary<string, string> fields)
    {
        for (var tries = 1; ; tries++)
        {
            var form = new MultipartFormDataContent();
            foreach (var field in fields)
                form.Add(new StringContent(field.Value), field.Key);
            form.Add(new ByteArrayContent(File.ReadAllBytes(file)), part, "file");
            var address = Env("IDPHOTO_URL", "http://localhost:8000") + path;
            var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = form };
            request.Headers.Add("Request-Timeout", Timeout);
            request.Headers.Add("X-API-Key", Env("IDPHOTO_API_KEY", "none"));
            using (var response = await Client.SendAsync(request))
            {
                var body = await response.Content.ReadAsByteArrayAsync();
                var status = (int)response.StatusCode;
                if (status == 200) return body;
                // 422: the detail says what would be right. 504: it took longer than the timeout.
                if ((status != 429 && status != 503) || tries == 5) throw new ProblemException(Json(body));
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(2));
            }
        }
    }

    static XElement Json(byte[] body)
    {
        var most = new XmlDictionaryReaderQuotas { MaxStringContentLength = int.MaxValue, MaxArrayLength = int.MaxValue };
        return XElement.Load(JsonReaderWriterFactory.CreateJsonReader(body, most));
    }

    static string Env(string name, string usual)
    {
        var value = Environment.GetEnvironmentVariable(name);
        return string.IsNullOrEmpty(value) ? usual : value;
    }
}
