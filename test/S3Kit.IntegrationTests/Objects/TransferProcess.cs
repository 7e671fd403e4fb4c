using System.Diagnostics;
using System.Globalization;

namespace S3Kit.IntegrationTests;

/// <summary>A process of its own that transfers an object, to be measured and killed: <c>test/S3Kit.TransferProcess</c>.</summary>
internal sealed class TransferProcess : IAsyncDisposable
{
    private readonly Process _process;

    private TransferProcess(Process process) => _process = process;

    public static TransferProcess Start(params string[] arguments)
    {
        // The host that runs the tests, so that both are of one version.
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "S3Kit.TransferProcess.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["S3_ENDPOINT"] = TestServers.Url(TestServers.Gateway1);
        start.Environment["S3_ACCESS_KEY"] = TestServers.AccessKey;
        start.Environment["S3_SECRET_KEY"] = TestServers.SecretKey;
        start.Environment["S3_REGION"] = TestServers.Region;
        if (arguments[0] == "upload")
        {
            // Many small parts, one after another: what is killed in between has some, and not all.
            start.Environment["S3Kit__Transfers__PartSize"] = (5 * 1024 * 1024).ToString(CultureInfo.InvariantCulture);
            start.Environment["S3Kit__Transfers__MaxConcurrentParts"] = "1";
        }

        return new TransferProcess(Process.Start(start) ?? throw new InvalidOperationException("The transfer process did not start."));
    }

    /// <summary>Reads lines until one begins so; what comes after the first word of it.</summary>
    public async Task<string?> ReadAsync(string word, Func<string, bool> isEnough, CancellationToken deadline)
    {
        while (await _process.StandardOutput.ReadLineAsync(deadline) is { } line)
        {
            if (line.StartsWith(word + " ", StringComparison.Ordinal) && isEnough(line[(word.Length + 1)..]))
            {
                return line[(word.Length + 1)..];
            }
        }

        return null;
    }

    /// <summary>Ends it as a crash would: nothing of it gets to clear up.</summary>
    public async Task KillAsync(CancellationToken deadline)
    {
        _process.Kill();
        await _process.WaitForExitAsync(deadline);
    }

    /// <summary>Waits for its end, which must be a good one, and returns what it said: the first word of each line and the rest.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FinishAsync(CancellationToken deadline)
    {
        var error = _process.StandardError.ReadToEndAsync(deadline);
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await _process.StandardOutput.ReadLineAsync(deadline) is { } line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            said[line[..Math.Max(space, 0)]] = line[(space + 1)..];
        }

        await _process.WaitForExitAsync(deadline);
        var exitCode = _process.ExitCode;
        var message = await error;
        Assert.That(exitCode, Is.Zero, () => message);
        return said;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
