using S3Kit.Protocol;

namespace S3Kit.Tests.Protocol;

public sealed class EndpointAddressTests
{
    [TestCase("bucket", "bucket.s3.amazonaws.com", "/k")]
    [TestCase("with.dots", "s3.amazonaws.com", "/with.dots/k")]
    [TestCase("Upper", "s3.amazonaws.com", "/Upper/k")]
    [TestCase("under_score", "s3.amazonaws.com", "/under_score/k")]
    [TestCase("-hyphen", "s3.amazonaws.com", "/-hyphen/k")]
    public void Resolve_AwsAuto_TakesTheHostOnlyForBucketsThatFit(string bucket, string authority, string path)
    {
        S3Target target = Address("https://s3.amazonaws.com").Resolve(bucket, "k", "", null);

        Assert.That((target.Authority, target.Path, target.Uri.Authority), Is.EqualTo((authority, path, authority)));
    }

    [TestCase("Upper")]
    [TestCase("under_score")]
    [TestCase("a..b")]
    [TestCase(".ab")]
    [TestCase("ab-")]
    public void Resolve_VirtualHostBucketThatIsNoHostName_IsRefusedRatherThanAlteredOrBroken(string bucket)
    {
        S3InvalidRequestException? error = Assert.Throws<S3InvalidRequestException>(() => Address("http://storage.local:9000", AddressingStyle.VirtualHost).Resolve(bucket, "k", "", null));

        Assert.That(error!.Message, Does.Contain(bucket).And.Contain("AddressingStyle").And.Contain("storage.local"));
    }

    [Test]
    public void Resolve_VirtualHostBucketWithDots_IsTakenAsSaid() =>
        Assert.That(Address("http://storage.local:9000", AddressingStyle.VirtualHost).Resolve("a.b", "k", "", null).Authority, Is.EqualTo("a.b.storage.local:9000"));

    [TestCase("https://s3.amazonaws.com", "b.s3.eu-west-1.amazonaws.com")]
    [TestCase("https://s3.us-east-1.amazonaws.com:8443", "b.s3.eu-west-1.amazonaws.com:8443")]
    [TestCase("http://storage.local:9000", "storage.local:9000")]
    public void Resolve_OtherRegion_GoesToItsHostAtAwsOnly(string url, string authority) =>
        Assert.That(Address(url).Resolve("b", "k", "", "eu-west-1").Authority, Is.EqualTo(authority));

    [Test]
    public void Resolve_HostBeyondAscii_IsTheOneThatIsSent()
    {
        S3Target target = Address("http://bücher.example:9000").Resolve("bucket", "k", "", null);

        Assert.That(target.Authority, Is.EqualTo("xn--bcher-kva.example:9000"));
        Assert.That(target.Uri.IdnHost, Is.EqualTo("xn--bcher-kva.example"));
    }

    [Test]
    public void Resolve_Service_IsTheRoot() => Assert.That(Address("http://h:1").Resolve(null, null, "x=1", null).Uri.OriginalString, Is.EqualTo("http://h:1/?x=1"));

    [TestCase("https://files.example.com", "https://files.example.com/bucket/../a%20b")]
    [TestCase("https://example.com/files/", "https://example.com/files/bucket/../a%20b")]
    public void Locate_PublicUrl_IsUsedWithItsPath(string publicUrl, string location)
    {
        var address = new EndpointAddress(new Uri("http://10.0.0.1:9000"), new Uri(publicUrl), AddressingStyle.Auto, namesBucketInHost: false);

        Assert.That(address.Locate("bucket", "../a b").OriginalString, Is.EqualTo(location));
    }

    private static EndpointAddress Address(string url, AddressingStyle style = AddressingStyle.Auto) => new(new Uri(url), null, style, namesBucketInHost: AwsHosts.IsAws(new Uri(url).Host));
}
