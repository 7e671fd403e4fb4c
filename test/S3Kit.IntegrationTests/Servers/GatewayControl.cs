namespace S3Kit.IntegrationTests;

/// <summary>Takes gateways down and brings them back, through the script that started them.</summary>
internal static class GatewayControl
{
    private const int Gateways = 3;

    private static GatewayScript Script => new(TestServers.GatewayControl);

    public static Task KillAsync(int gateway, CancellationToken deadline) => Script.KillAsync(gateway, deadline);

    public static Task ReviveAsync(int gateway, CancellationToken deadline) => Script.ReviveAsync(gateway, deadline);

    /// <summary>Freezes it: it accepts connections and never answers.</summary>
    public static Task PauseAsync(int gateway, CancellationToken deadline) => Script.PauseAsync(gateway, deadline);

    /// <summary>Makes all serve again, whatever was done to them: nothing that runs after a test may meet a dead gateway.</summary>
    public static Task ResumeOrReviveAllAsync() => Script.ResumeOrReviveAllAsync(Gateways);
}
