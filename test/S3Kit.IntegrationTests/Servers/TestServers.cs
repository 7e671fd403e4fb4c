namespace S3Kit.IntegrationTests;

/// <summary>
/// The servers to test against, told by the environment (<c>test/servers/ceph-rgw.sh test-env</c>): three gateways over one store, and two accounts.
/// Of a server that is alone, the three have one address.
/// The names are the tests' own: <c>S3_ENDPOINT</c> and its like would steer every app with S3Kit that starts in the same shell.
/// </summary>
internal static class TestServers
{
    public const string Gateway1 = "gw1";
    public const string Gateway2 = "gw2";
    public const string Gateway3 = "gw3";

    /// <summary>
    /// Which kind of server it is, as the scripts name it: <c>ceph</c>, <c>swift</c>, <c>moto</c>, <c>s3rver</c>. Empty: one that is not known to
    /// differ from S3.
    /// </summary>
    public static string Server => Variable("S3KIT_TEST_SERVER") ?? "";

    public static string Region => Variable("S3KIT_TEST_REGION") ?? "us-east-1";

    public static string AccessKey => Needed("S3KIT_TEST_ACCESS_KEY");

    public static string SecretKey => Needed("S3KIT_TEST_SECRET_KEY");

    public static string OtherAccessKey => Needed("S3KIT_TEST_ACCESS_KEY_2");

    public static string OtherSecretKey => Needed("S3KIT_TEST_SECRET_KEY_2");

    /// <summary>The script that kills and revives the gateways: <c>ceph-rgw.sh</c>.</summary>
    public static string GatewayControl => Needed("S3KIT_TEST_GATEWAY_CONTROL");

    /// <summary>Whether what is missing is a failure, as in CI, and not a reason to skip.</summary>
    private static bool IsRequired => string.Equals(Variable("S3KIT_TEST_REQUIRE"), "1", StringComparison.Ordinal);

    public static string Url(string gateway) => Needed(gateway switch
    {
        Gateway1 => "S3KIT_TEST_ENDPOINT",
        Gateway2 => "S3KIT_TEST_ENDPOINT_2",
        Gateway3 => "S3KIT_TEST_ENDPOINT_3",
        _ => throw new ArgumentOutOfRangeException(nameof(gateway), gateway, "There are three gateways."),
    });

    public static EndpointOptions Endpoint(string gateway) => new() { Url = Url(gateway), AccessKey = AccessKey, SecretKey = SecretKey, Region = Region };

    /// <summary>Ends the test for want of something outside of it: skipped with the reason, or failed when nothing may be missing.</summary>
    public static void Missing(string reason)
    {
        if (IsRequired)
        {
            Assert.Fail(reason);
        }

        Assert.Ignore(reason);
    }

    private static string Needed(string name)
    {
        var value = Variable(name);
        if (value is null)
        {
            Missing($"{name} is not set: start servers with a script of test/servers and set what its test-env prints.");
        }

        return value!;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
