using S3Kit.Configuration;

namespace S3Kit.Tests.Configuration;

public sealed class EndpointFaultsTests
{
    private const string Secret = "hunter2-secret";
    private const string Key = "S3Kit:Endpoints:a";

    [TestCase("http://127.0.0.1:9000")]
    [TestCase("https://s3.amazonaws.com/")]
    [TestCase("HTTP://minio")]
    [TestCase("http://[::1]:9000")]
    public void Collect_AddressOfAServer_IsLegal(string url)
    {
        Assert.That(FaultsOf(new() { Url = url }), Is.Empty);
    }

    [TestCase(null, "required, for instance https://s3.eu-central-1.amazonaws.com or http://127.0.0.1:9000")]
    [TestCase("", "required, for instance https://s3.eu-central-1.amazonaws.com or http://127.0.0.1:9000")]
    [TestCase("minio:9000", "'minio:9000' is not an absolute http or https URL; does it lack http:// or https://?")]
    [TestCase("/data", "'/data' is not an absolute http or https URL")]
    [TestCase("ftp://minio", "'ftp://minio' is not an absolute http or https URL")]
    [TestCase("http://", "'http://' is not an absolute http or https URL")]
    [TestCase("http://minio/bucket", "'http://minio/bucket' has a path; give the address of the server alone, and buckets and keys with each request")]
    [TestCase("http://minio/?X-Amz-Signature=" + Secret, "must not contain a query or a fragment")]
    [TestCase("http://minio?", "must not contain a query or a fragment")]
    [TestCase("http://minio/#" + Secret, "must not contain a query or a fragment")]
    [TestCase("http://user:" + Secret + "@minio", "must not contain a user name or a password; give AccessKey and SecretKey instead")]
    [TestCase("http://user:" + Secret + "@minio/?x#y", "must not contain a user name or a password; give AccessKey and SecretKey instead")]
    [TestCase("user:" + Secret + "@minio", "must not contain a user name or a password; give AccessKey and SecretKey instead")]
    public void Collect_OtherAddress_IsAFault(string? url, string fault)
    {
        Assert.That(FaultsOf(new() { Url = url }), Is.EqualTo([$"{Key}:Url: {fault}"]));
    }

    [TestCase("https://files.example.org", null)]
    [TestCase("https://files.example.org/s3/", null)]
    [TestCase("files.example.org", "'files.example.org' is not an absolute http or https URL; does it lack http:// or https://?")]
    [TestCase("https://files.example.org?x", "must not contain a query or a fragment")]
    public void Collect_PublicUrl_MayHaveAPathButNothingMore(string url, string? fault)
    {
        Assert.That(FaultsOf(new() { Url = "http://127.0.0.1", PublicUrl = url }), Is.EqualTo(fault is null ? [] : (string[])[$"{Key}:PublicUrl: {fault}"]));
    }

    [Test]
    public void Collect_KeysGivenByHalf_IsAFaultThatNamesTheMissingOne()
    {
        Assert.That(FaultsOf(new() { Url = "http://127.0.0.1", AccessKey = "key" }),
            Is.EqualTo([$"{Key}:SecretKey: missing, although {Key}:AccessKey is given; give both, or neither for unsigned requests"]));
        Assert.That(FaultsOf(new() { Url = "http://127.0.0.1", SecretKey = Secret }),
            Is.EqualTo([$"{Key}:AccessKey: missing, although {Key}:SecretKey is given; give both, or neither for unsigned requests"]));
        Assert.That(FaultsOf(new() { Url = "http://127.0.0.1", SessionToken = Secret }),
            Is.EqualTo([$"{Key}:SessionToken: given without {Key}:AccessKey and {Key}:SecretKey, with which it belongs"]));
        Assert.That(FaultsOf(new() { Url = "http://127.0.0.1", AccessKey = "key", SecretKey = Secret, SessionToken = Secret }), Is.Empty);
    }

    [Test]
    public void Collect_StaticCredentialsWithoutKeys_IsAFault()
    {
        Assert.That(FaultsOf(new() { Url = "http://127.0.0.1", Credentials = CredentialsSource.Static }),
            Is.EqualTo([$"{Key}:AccessKey: required with {Key}:SecretKey, because {Key}:Credentials is Static"]));
        Assert.That(FaultsOf(new() { Url = "http://127.0.0.1", Credentials = CredentialsSource.Static, AccessKey = "key", SecretKey = Secret }), Is.Empty);
    }

    [TestCase(CredentialsSource.Anonymous)]
    [TestCase(CredentialsSource.Environment)]
    [TestCase(CredentialsSource.MinioEnvironment)]
    [TestCase(CredentialsSource.IamRole)]
    public void Collect_KeysBesideAnotherSource_IsAFault(CredentialsSource source)
    {
        Assert.That(FaultsOf(new() { Url = "http://127.0.0.1", Credentials = source, AccessKey = "key", SecretKey = Secret }),
            Is.EqualTo([$"{Key}:Credentials: {source} excludes the keys given as {Key}:AccessKey and {Key}:SecretKey; remove one or the other"]));
        Assert.That(FaultsOf(new() { Url = "http://127.0.0.1", Credentials = source }), Is.Empty);
    }

    [TestCase(Secret + "\n")]
    [TestCase(" " + Secret)]
    [TestCase(Secret + "\u0000")]
    public void Collect_SecretWithStrayCharacters_IsAFaultThatDoesNotShowIt(string secret)
    {
        const string stray = "contains white space or a control character, perhaps a line break at its end (the value is not shown)";

        Assert.That(FaultsOf(new() { Url = "http://127.0.0.1", AccessKey = secret, SecretKey = secret, SessionToken = secret }),
            Is.EqualTo([$"{Key}:AccessKey: {stray}", $"{Key}:SecretKey: {stray}", $"{Key}:SessionToken: {stray}"]));
    }

    [TestCase("minio-local")]
    [TestCase("A.b_c-1")]
    public void Collect_NameOfLettersDigitsAndMarks_IsLegal(string name)
    {
        Assert.That(FaultsOf(new() { Url = "http://127.0.0.1", Pool = name, Region = name }, name), Is.Empty);
    }

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("a/b")]
    [TestCase("ä")]
    [TestCase("a123456789012345678901234567890123456789012345678901234567890123456789")]
    public void Collect_OtherName_IsAFault(string name)
    {
        var faults = FaultsOf(new() { Url = "http://127.0.0.1", Pool = name, Region = name }, name);

        Assert.That(faults.Select(fault => fault[..fault.LastIndexOf(": ", StringComparison.Ordinal)]), Is.EqualTo([Key, $"{Key}:Region", $"{Key}:Pool"]));
    }

    [TestCase("/minio/health/live", true)]
    [TestCase("/health?full=1", true)]
    [TestCase("health", false)]
    [TestCase("/a b", false)]
    [TestCase("/a#b", false)]
    public void Collect_ProbePath_MustBeginWithASlash(string path, bool isLegal)
    {
        var faults = FaultsOf(new() { Url = "http://127.0.0.1", HealthProbe = { Path = path } });

        Assert.That(faults, isLegal ? Is.Empty : Has.One.StartsWith($"{Key}:HealthProbe:Path: '{path}' is not a path"));
    }

    [Test]
    public void Collect_ProbeTimeoutLongerThanItsInterval_IsAFault()
    {
        var probe = new HealthProbeOptions { Interval = TimeSpan.FromSeconds(2), Timeout = TimeSpan.FromSeconds(3) };

        Assert.That(FaultsOf(new() { Url = "http://127.0.0.1", HealthProbe = probe }),
            Is.EqualTo([$"{Key}:HealthProbe:Timeout: 00:00:03 is longer than {Key}:HealthProbe:Interval, which is 00:00:02"]));
    }

    private static List<string> FaultsOf(EndpointOptions options, string name = "a")
    {
        var faults = new List<string>();
        EndpointFaults.Collect(name, options, Key, property => $"{Key}:{property}", faults);
        return faults;
    }
}
