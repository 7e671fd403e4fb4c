using System.Globalization;

namespace S3Kit.IntegrationTests;

/// <summary>curl as somebody without keys who was given a URL or a form: it asks for what it is told, exactly.</summary>
internal sealed class Curl : IDisposable
{
    private const string Program = "/usr/bin/curl";

    /// <summary>By how much a second may be late.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<string, string> Environment = new(StringComparer.Ordinal) { ["NO_PROXY"] = "127.0.0.1", ["LC_ALL"] = "C.UTF-8" };

    private readonly TemporaryDirectory _directory = new();

    public static void Require()
    {
        if (!File.Exists(Program))
        {
            TestServers.Missing($"{Program} is not there: test/servers/clients.sh install");
        }
    }

    /// <summary>Sends a request and returns the status, the headers by lower-case name, and the body.</summary>
    public async Task<CurlAnswer> SendAsync(string url, CancellationToken deadline, params string[] arguments)
    {
        var (body, head) = (_directory.File("body"), _directory.File("head"));
        File.Delete(body);
        var result = await ChildProcess.RunAsync(
            Program, ["--silent", "--show-error", "--globoff", "--output", body, "--dump-header", head, "--write-out", "%{http_code}", .. arguments, url], Environment, deadline);
        Assert.That(result.ExitCode, Is.Zero, () => $"curl: {result.Error}");

        // After a 100 Continue there are two blocks; the last one is the answer's.
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in await File.ReadAllLinesAsync(head, deadline))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
            }
        }

        return new CurlAnswer(
            int.Parse(result.Output, CultureInfo.InvariantCulture), headers, File.Exists(body) ? await File.ReadAllBytesAsync(body, deadline) : []);
    }

    /// <summary>Puts content, without the header that curl would send of its own.</summary>
    public async Task<CurlAnswer> PutAsync(string url, byte[] content, CancellationToken deadline, params string[] headers) =>
        await SendAsync(url, deadline, ["--request", "PUT", "--data-binary", "@" + await WriteAsync("content", content, deadline), "--header", "Content-Type:", .. Headers(headers)]);

    /// <summary>Sends a form as a browser does: the fields in their order, the file last.</summary>
    public async Task<CurlAnswer> PostAsync(
        Uri url, IEnumerable<KeyValuePair<string, string>> fields, byte[] content, CancellationToken deadline, string fileName = "file.bin", string? resolve = null)
    {
        List<string> arguments = resolve is null ? [] : ["--resolve", resolve];
        foreach (var (name, value) in fields)
        {
            // --form-string, because -F would read files and types out of the values.
            arguments.AddRange(["--form-string", $"{name}={value}"]);
        }

        return await SendAsync(url.AbsoluteUri, deadline, [.. arguments, "--form", $"file=@{await WriteAsync("content", content, deadline)};filename=\"{fileName}\""]);
    }

    /// <summary>Sends again and again what expires, until it is refused. Only the store's own clock can make it expire, and says when it should have.</summary>
    public static async Task UntilRefusedAsync(Func<CancellationToken, Task<CurlAnswer>> send, CancellationToken deadline)
    {
        DateTimeOffset? first = null;
        await Polling.UntilAsync(
            async token =>
            {
                var answer = await send(token);
                var now = DateTimeOffset.Parse(answer.Headers["date"], CultureInfo.InvariantCulture);
                Assert.That(answer.Status, Is.EqualTo(403).Or.InRange(200, 204), answer.ToString());
                Assert.That(answer.Status == 403 || now - (first ??= now) < Overdue, Is.True, "still taken long after its time");
                return answer.Status == 403;
            },
            deadline);
    }

    public void Dispose() => _directory.Dispose();

    private static IEnumerable<string> Headers(IEnumerable<string> headers) => headers.SelectMany(header => new[] { "--header", header });

    private async Task<string> WriteAsync(string name, byte[] content, CancellationToken deadline)
    {
        var path = _directory.File(name);
        await File.WriteAllBytesAsync(path, content, deadline);
        return path;
    }
}
