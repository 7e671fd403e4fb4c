namespace S3Kit.IntegrationTests;

/// <summary>s3cmd as an independent client, without settings of the user's own.</summary>
internal sealed class S3Cmd : IDisposable
{
    private const string Program = "/usr/bin/s3cmd";

    private readonly TemporaryDirectory _home = new();

    public S3Cmd()
    {
        var host = new Uri(TestServers.Url(TestServers.Gateway1)).Authority;
        File.WriteAllText(_home.File("s3cfg"), $"[default]\nhost_base = {host}\nhost_bucket = {host}\nuse_https = False\nbucket_location = {TestServers.Region}\n");
    }

    public static void Require()
    {
        if (!File.Exists(Program))
        {
            TestServers.Missing($"{Program} is not there: test/servers/clients.sh install");
        }
    }

    /// <summary>Runs one command and returns what it printed.</summary>
    public async Task<string> CallAsync(IEnumerable<string> arguments, CancellationToken deadline)
    {
        string[] all = ["--config", _home.File("s3cfg"), "--no-progress", .. arguments];
        var result = await ChildProcess.RunAsync(
            Program,
            all,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["HOME"] = _home.FullPath,
                ["AWS_ACCESS_KEY_ID"] = TestServers.AccessKey,
                ["AWS_SECRET_ACCESS_KEY"] = TestServers.SecretKey,
                ["AWS_EC2_METADATA_DISABLED"] = "true",
                ["NO_PROXY"] = "127.0.0.1",
                ["LC_ALL"] = "C.UTF-8",
                ["PYTHONUTF8"] = "1",
            },
            deadline);
        Assert.That(result.ExitCode, Is.Zero, () => $"s3cmd {string.Join(' ', arguments)}: {result.Error}");
        return result.Output;
    }

    public void Dispose() => _home.Dispose();
}
