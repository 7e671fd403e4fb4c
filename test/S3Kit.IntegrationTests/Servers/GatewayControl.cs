using System.Globalization;

namespace S3Kit.IntegrationTests;

/// <summary>Takes gateways down and brings them back, through the script that started them.</summary>
internal static class GatewayControl
{
    public static Task KillAsync(int gateway, CancellationToken deadline) => RunAsync("kill", gateway, deadline);

    public static Task ReviveAsync(int gateway, CancellationToken deadline) => RunAsync("revive", gateway, deadline);

    /// <summary>Freezes it: it accepts connections and never answers.</summary>
    public static Task PauseAsync(int gateway, CancellationToken deadline) => RunAsync("pause", gateway, deadline);

    /// <summary>Makes all serve again, whatever was done to them: nothing that runs after a test may meet a dead gateway.</summary>
    public static async Task ResumeOrReviveAllAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        for (var gateway = 1; gateway <= 3; gateway++)
        {
            await CallAsync("resume", gateway, limit.Token); // fails when it is dead, and then the next line is what it needs
            await ReviveAsync(gateway, limit.Token);
        }
    }

    private static async Task RunAsync(string action, int gateway, CancellationToken deadline)
    {
        var result = await CallAsync(action, gateway, deadline);
        Assert.That(result.ExitCode, Is.Zero, () => $"{action} {gateway}: {result.Error}");
    }

    private static Task<ChildProcessResult> CallAsync(string action, int gateway, CancellationToken deadline) => ChildProcess.RunAsync(
        TestServers.GatewayControl,
        [action, gateway.ToString(CultureInfo.InvariantCulture)],
        new Dictionary<string, string>(StringComparer.Ordinal),
        deadline);
}
