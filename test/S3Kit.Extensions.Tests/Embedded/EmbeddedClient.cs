using System.Net;
using System.Xml.Linq;
using Microsoft.Extensions.Time.Testing;
using S3Kit.Embedded;
using S3Kit.Protocol;

namespace S3Kit.Tests.Embedded;

/// <summary>The least client that can talk to the embedded store: it signs what it is told to send and looks at nothing.</summary>
internal sealed class EmbeddedClient : IDisposable
{
    public const string Host = "s3.test:9000";

    private static readonly UriCreationOptions Exact = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly HttpMessageInvoker _invoker;
    private readonly SigV4Signer _signer = new();

    public EmbeddedClient(EmbeddedStoreOptions? options = null)
        : this(new EmbeddedStore(new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)), options).Allow("AK", "SK").Allow("AK2", "SK2", "other"))
    {
    }

    public EmbeddedClient(EmbeddedStore store)
    {
        Store = store;
        _invoker = new HttpMessageInvoker(new EmbeddedS3Handler(store, Host));
    }

    public EmbeddedStore Store { get; }

    public FakeTimeProvider Clock => (FakeTimeProvider)Store.TimeProvider;

    public S3Credentials Credentials { get; set; } = new("AK", "SK");

    public string Region { get; set; } = "us-east-1";

    public async Task<EmbeddedClient> WithBucketAsync(string bucket = "bucket")
    {
        Assert.That((await SendAsync("PUT", "/" + bucket)).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return this;
    }

    public async Task<HttpResponseMessage> PutAsync(string key, string text, params (string Name, string Value)[] headers)
    {
        var response = await SendAsync("PUT", "/bucket/" + key, body: new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(text)), headers: headers);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), () => ReadText(response));
        return response;
    }

    public Task<HttpResponseMessage> GetAsync(string key, params (string Name, string Value)[] headers) => SendAsync("GET", "/bucket/" + key, headers: headers);

    /// <summary>Sends a document the way S3 asks for it, with its MD5.</summary>
    public Task<HttpResponseMessage> SendXmlAsync(string method, string path, (string Name, string Value)[]? query, string xml, params (string Name, string Value)[] headers)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(xml);
        var md5 = Convert.ToBase64String(System.Security.Cryptography.MD5.HashData(bytes));
        return SendAsync(method, path, query, new ByteArrayContent(bytes), [("content-md5", md5), .. headers]);
    }

    /// <summary>Signs and sends. The path is not encoded yet; so are the query's names and values.</summary>
    public Task<HttpResponseMessage> SendAsync(
        string method,
        string path,
        (string Name, string Value)[]? query = null,
        HttpContent? body = null,
        (string Name, string Value)[]? headers = null,
        CancellationToken cancellationToken = default) =>
        _invoker.SendAsync(Create(method, path, query, body, headers), cancellationToken);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken = default) =>
        _invoker.SendAsync(request, cancellationToken);

    public HttpRequestMessage Create(
        string method, string path, (string Name, string Value)[]? query = null, HttpContent? body = null, (string Name, string Value)[]? headers = null, string host = Host)
    {
        var encodedPath = S3Encoding.EncodePath(path);
        var encodedQuery = S3Encoding.BuildQuery([.. (query ?? []).Select(q => KeyValuePair.Create(q.Name, q.Value))]);
        var uri = new Uri($"http://{host}{encodedPath}{(encodedQuery.Length > 0 ? "?" + encodedQuery : "")}", Exact);
        var request = new HttpRequestMessage(new HttpMethod(method), uri) { Content = body };
        foreach (var (name, value) in headers ?? [])
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
            }
        }

        Sign(request, encodedPath, encodedQuery, host);
        return request;
    }

    /// <summary>The texts of all elements of a name, anywhere in a document.</summary>
    public static string[] Values(XElement xml, string name) => [.. xml.Descendants().Where(e => e.Name.LocalName == name).Select(e => e.Value)];

    /// <summary>The text of the root's only child of a name; null when there is none.</summary>
    public static string? Value(XElement xml, string name) => xml.Elements().SingleOrDefault(e => e.Name.LocalName == name)?.Value;

    public static async Task<string> TextAsync(HttpResponseMessage response) => await response.Content.ReadAsStringAsync();

    public static async Task<XElement> XmlAsync(HttpResponseMessage response) =>
        XDocument.Parse(await response.Content.ReadAsStringAsync(), LoadOptions.PreserveWhitespace).Root!;

    /// <summary>The code of an error answer, after checking that it has one.</summary>
    public static async Task<string> ErrorCodeAsync(HttpResponseMessage response)
    {
        var error = await XmlAsync(response);
        Assert.That(error.Name.LocalName, Is.EqualTo("Error"));
        Assert.That(error.Element("RequestId")!.Value, Is.EqualTo(response.Headers.GetValues("x-amz-request-id").Single()));
        return error.Element("Code")!.Value;
    }

    public void Dispose() => _invoker.Dispose();

    private static string ReadText(HttpResponseMessage response)
    {
        using var reader = new StreamReader(response.Content.ReadAsStream());
        return reader.ReadToEnd();
    }

    private void Sign(HttpRequestMessage request, string encodedPath, string encodedQuery, string host)
    {
        var now = Clock.GetUtcNow();
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = host, ["x-amz-date"] = SigV4Signer.FormatTime(now) };
        if (!request.Headers.Contains("x-amz-content-sha256"))
        {
            headers["x-amz-content-sha256"] = SigV4Signer.UnsignedPayload;
        }

        if (Credentials.SessionToken is { } token)
        {
            headers["x-amz-security-token"] = token;
        }

        foreach (var (name, value) in headers.Where(h => h.Key != "host"))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        foreach (var header in request.Headers.NonValidated.Where(h => h.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase)))
        {
            headers[header.Key.ToLowerInvariant()] = header.Value.ToString();
        }

        var authorization = _signer.CreateAuthorization(
            Credentials, Region, now, request.Method.Method, encodedPath, encodedQuery, headers.ToArray(), headers["x-amz-content-sha256"]);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
    }
}
