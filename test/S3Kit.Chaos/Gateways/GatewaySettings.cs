namespace S3Kit.Chaos.Gateways;

/// <summary>Where the gateways are, as <c>test/servers/ceph-rgw.sh test-env</c> tells it.</summary>
/// <param name="Urls">Their addresses.</param>
/// <param name="AccessKey">The account's access key.</param>
/// <param name="SecretKey">Its secret key.</param>
/// <param name="Region">The region to sign for.</param>
/// <param name="Script">What kills and revives them.</param>
internal sealed record GatewaySettings(IReadOnlyList<Uri> Urls, string AccessKey, string SecretKey, string Region, GatewayScript Script)
{
    /// <exception cref="InvalidOperationException">A variable is missing.</exception>
    public static GatewaySettings Read() => new(
        [new Uri(Needed("S3KIT_TEST_ENDPOINT")), new Uri(Needed("S3KIT_TEST_ENDPOINT_2")), new Uri(Needed("S3KIT_TEST_ENDPOINT_3"))],
        Needed("S3KIT_TEST_ACCESS_KEY"),
        Needed("S3KIT_TEST_SECRET_KEY"),
        Environment.GetEnvironmentVariable("S3KIT_TEST_REGION") is { Length: > 0 } region ? region : "us-east-1",
        new GatewayScript(Needed("S3KIT_TEST_GATEWAY_CONTROL")));

    /// <summary>Never shows a key.</summary>
    public override string ToString() => string.Join(' ', Urls);

    private static string Needed(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"{name} is not set: start three gateways with test/servers/ceph-rgw.sh and set what its test-env prints.");
}
