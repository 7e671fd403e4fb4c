using System.Net;
using System.Text;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using S3Kit.Embedded;

namespace S3Kit.Tests.Presigning;

/// <summary>An app on the embedded store with a bucket, and somebody outside of it who has no keys.</summary>
internal sealed class PresignedScene : IAsyncDisposable
{
    public const string Bucket = "bucket";

    private readonly ServiceProvider _services;

    private PresignedScene(Action<S3KitOptions>? configure)
    {
        _services = MockServices.Create(configure, services => services.AddSingleton<TimeProvider>(Clock));
        Stranger = new HttpClient(new EmbeddedS3Handler(_services.GetRequiredService<EmbeddedStore>(), "embedded.localhost"));
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, 500, TimeSpan.Zero));

    public IObjectStore Store => _services.GetRequiredService<IObjectStore>();

    public EmbeddedStore Embedded => _services.GetRequiredService<EmbeddedStore>();

    /// <summary>Any HTTP client: it sends what it is told to.</summary>
    public HttpClient Stranger { get; }

    public static async Task<PresignedScene> CreateAsync(Action<S3KitOptions>? configure = null)
    {
        var scene = new PresignedScene(configure);
        await scene.Store.CreateBucketAsync(Bucket);
        return scene;
    }

    public Task<PutObjectResult> PutAsync(string key, string text, PutObjectOptions? options = null) =>
        Store.PutObjectAsync(Bucket, key, new MemoryStream(Encoding.UTF8.GetBytes(text)), options);

    public async Task<string> ReadAsync(string key)
    {
        await using GetObjectResult got = await Store.GetObjectAsync(Bucket, key);
        using var reader = new StreamReader(got.Content);
        return await reader.ReadToEndAsync();
    }

    public Task<Uri> SignAsync(HttpMethod method, string key, PresignedUrlOptions? options = null, int seconds = 60) =>
        Store.CreatePresignedUrlAsync(method, Bucket, key, TimeSpan.FromSeconds(seconds), options);

    /// <summary>Uses a URL as text, as who copied it would.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri url, string? body = null, params (string Name, string Value)[] headers) =>
        SendAsync(method, url.AbsoluteUri, body, headers);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string url, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(url));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await Stranger.SendAsync(request);
    }

    /// <summary>Sends a form as a browser does: the fields in their order, the file last.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        PresignedPost post, string content, string fileName = "photo.jpg", IReadOnlyDictionary<string, string?>? changes = null)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in post.Fields)
        {
            if (changes is null || !changes.ContainsKey(name))
            {
                Add(form, name, value);
            }
        }

        foreach (var (name, value) in changes ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            if (value is not null)
            {
                Add(form, name, value);
            }
        }

        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", fileName);
        return await Stranger.PostAsync(post.Url, form);
    }

    public static async Task AssertRefusedAsync(HttpResponseMessage response, HttpStatusCode status, string code, string? message = null)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(status), text);
        XElement error = XDocument.Parse(text).Root!;
        Assert.That(error.Element("Code")!.Value, Is.EqualTo(code), text);
        if (message is not null)
        {
            Assert.That(error.Element("Message")!.Value, Does.Contain(message));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Stranger.Dispose();
        await _services.DisposeAsync();
    }

    private static void Add(MultipartFormDataContent form, string name, string value)
    {
        var field = new ByteArrayContent(Encoding.UTF8.GetBytes(value));
        form.Add(field, $"\"{name}\"");
    }
}
