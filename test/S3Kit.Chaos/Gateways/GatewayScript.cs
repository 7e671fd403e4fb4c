using System.Globalization;

namespace S3Kit.Chaos.Gateways;

/// <summary>Takes gateways down and brings them back, through the script that started them. Gateways count from 1.</summary>
/// <param name="path">The script: <c>test/servers/ceph-rgw.sh</c>.</param>
internal sealed class GatewayScript(string path)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>SIGKILL: it is gone at once.</summary>
    public Task KillAsync(int gateway, CancellationToken cancellationToken) => RunAsync("kill", gateway, cancellationToken);

    /// <summary>Starts it again, and waits until it answers. One that runs is left alone.</summary>
    public Task ReviveAsync(int gateway, CancellationToken cancellationToken) => RunAsync("revive", gateway, cancellationToken);

    /// <summary>SIGSTOP: it accepts connections and never answers.</summary>
    public Task PauseAsync(int gateway, CancellationToken cancellationToken) => RunAsync("pause", gateway, cancellationToken);

    /// <summary>SIGCONT.</summary>
    public Task ResumeAsync(int gateway, CancellationToken cancellationToken) => RunAsync("resume", gateway, cancellationToken);

    /// <summary>Makes these serve again, whatever was done to them.</summary>
    public async Task ResumeOrReviveAllAsync(int gateways)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        for (var gateway = 1; gateway <= gateways; gateway++)
        {
            await CallAsync("resume", gateway, limit.Token); // fails when it is dead, and then the next line is what it needs
            await ReviveAsync(gateway, limit.Token);
        }
    }

    private async Task RunAsync(string action, int gateway, CancellationToken cancellationToken)
    {
        var result = await CallAsync(action, gateway, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"{action} {gateway} failed: {result.Error}");
        }
    }

    private Task<ChildProcessResult> CallAsync(string action, int gateway, CancellationToken cancellationToken) => ChildProcess.RunAsync(
        path,
        [action, gateway.ToString(CultureInfo.InvariantCulture)],
        new Dictionary<string, string>(StringComparer.Ordinal),
        cancellationToken);
}
