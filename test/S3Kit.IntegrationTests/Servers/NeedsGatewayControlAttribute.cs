namespace S3Kit.IntegrationTests;

/// <summary>Marks tests that kill, freeze and revive gateways: only a server with several over one store can run them.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsGatewayControlAttribute() : CategoryAttribute(Category)
{
    public const string Category = "GatewayControl";
}
