using S3Kit.Configuration;

namespace S3Kit.Tests.Configuration;

public sealed class PoolFaultsTests
{
    [TestCase("a:default b:default")]
    [TestCase("a:hot b:hot c:cold")]
    [TestCase("archive:archive b:default", Description = "a pool of just the endpoint of that name")]
    [TestCase("default:archive b:default", Description = "the default pool is exempt")]
    public void Collect_NamesThatMeanOneThing_AreLegal(string pools)
    {
        Assert.That(FaultsOf(pools), Is.Empty);
    }

    [TestCase("archive:default b:archive", "b: 'archive' is the name of another endpoint; rename one of them")]
    [TestCase("archive:archive b:ARCHIVE", "b: 'ARCHIVE' is the name of another endpoint; rename one of them")]
    public void Collect_PoolNamedLikeAnEndpoint_IsAFault(string pools, string fault)
    {
        Assert.That(FaultsOf(pools), Is.EqualTo([fault]));
    }

    [Test]
    public void Validate_PoolNamedLikeAnEndpoint_IsReportedByItsKey()
    {
        Assert.That(Configured.FaultsOf(
                ("S3Kit:Endpoints:archive:Url", "http://127.0.0.1:1"), ("S3Kit:Endpoints:b:Url", "http://127.0.0.1:2"), ("S3Kit:Endpoints:b:Pool", "archive")),
            Is.EqualTo(["S3Kit:Endpoints:b:Pool: 'archive' is the name of another endpoint; rename one of them"]));
    }

    private static List<string> FaultsOf(string pools)
    {
        var faults = new List<string>();
        PoolFaults.Collect([.. pools.Split(' ').Select(pair => pair.Split(':')).Select(pair => KeyValuePair.Create(pair[0], pair[1]))], name => name, faults);
        return faults;
    }
}
