using System.Text.Json;

namespace S3Kit.IntegrationTests;

/// <summary>The aws command line as an independent client: <c>/usr/bin/aws s3api</c>, without settings of the user's own.</summary>
internal sealed class AwsCli : IDisposable
{
    private const string Program = "/usr/bin/aws";

    private readonly TemporaryDirectory _home = new();

    public static void Require()
    {
        if (!File.Exists(Program))
        {
            TestServers.Missing($"{Program} is not there: test/servers/clients.sh install");
        }
    }

    /// <summary>Runs one operation and returns what it answered in JSON, undefined when it said nothing.</summary>
    public async Task<JsonElement> CallAsync(string operation, IEnumerable<string> arguments, CancellationToken deadline)
    {
        var output = await RunAsync(["s3api", operation, "--output", "json", .. arguments], deadline);
        return output.Length == 0 ? default : JsonDocument.Parse(output).RootElement;
    }

    /// <summary>A URL to read an object, signed by the command line.</summary>
    public async Task<string> PresignAsync(string bucket, string key, int seconds, CancellationToken deadline) =>
        (await RunAsync(["s3", "presign", $"s3://{bucket}/{key}", "--expires-in", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)], deadline)).Trim();

    public void Dispose() => _home.Dispose();

    private async Task<string> RunAsync(string[] arguments, CancellationToken deadline)
    {
        var result = await ChildProcess.RunAsync(
            Program,
            [.. arguments, "--endpoint-url", TestServers.Url(TestServers.Gateway1), "--no-cli-pager"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["HOME"] = _home.FullPath,
                ["AWS_ACCESS_KEY_ID"] = TestServers.AccessKey,
                ["AWS_SECRET_ACCESS_KEY"] = TestServers.SecretKey,
                ["AWS_REGION"] = TestServers.Region,
                ["AWS_EC2_METADATA_DISABLED"] = "true",
                ["AWS_CONFIG_FILE"] = _home.File("config"),
                ["AWS_SHARED_CREDENTIALS_FILE"] = _home.File("credentials"),
                ["NO_PROXY"] = "127.0.0.1",
                ["LC_ALL"] = "C.UTF-8",
                ["PYTHONUTF8"] = "1",
            },
            deadline);
        Assert.That(result.ExitCode, Is.Zero, () => $"aws {arguments[0]} {arguments[1]}: {result.Error}");
        return result.Output;
    }
}
