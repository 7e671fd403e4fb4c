using S3Kit.Protocol;

namespace S3Kit.Tests.Protocol.Dialects;

internal sealed class ProviderHostsTests
{
    [TestCase("s3.eu-west-1.amazonaws.com", EndpointProfile.Aws, "eu-west-1")]
    [TestCase("s3.dualstack.eu-west-1.amazonaws.com", EndpointProfile.Aws, "eu-west-1")]
    [TestCase("s3.cn-north-1.amazonaws.com.cn", EndpointProfile.Aws, "cn-north-1")]
    [TestCase("nyc3.digitaloceanspaces.com", EndpointProfile.DigitalOcean, "nyc3")]
    [TestCase("NYC3.DigitalOceanSpaces.com", EndpointProfile.DigitalOcean, "nyc3")]
    [TestCase("bucket.nyc3.digitaloceanspaces.com", EndpointProfile.DigitalOcean, null)]
    [TestCase("s3.eu-central-2.wasabisys.com", EndpointProfile.Wasabi, "eu-central-2")]
    [TestCase("s3.wasabisys.com", EndpointProfile.Wasabi, null)]
    [TestCase("s3.us-west-004.backblazeb2.com", EndpointProfile.BackblazeB2, "us-west-004")]
    [TestCase("0123456789abcdef.r2.cloudflarestorage.com", EndpointProfile.CloudflareR2, null)]
    [TestCase("0123456789abcdef.eu.r2.cloudflarestorage.com", EndpointProfile.CloudflareR2, null)]
    [TestCase("storage.googleapis.com", EndpointProfile.Gcs, null)]
    [TestCase("minio.example.org", EndpointProfile.Generic, null)]
    [TestCase("127.0.0.1", EndpointProfile.Generic, null)]
    [TestCase("evildigitaloceanspaces.com", EndpointProfile.Generic, null)]
    [TestCase("nyc3.digitaloceanspaces.com.example.org", EndpointProfile.Generic, null)]
    [TestCase("backblazeb2.com", EndpointProfile.Generic, null)]
    public void Host_OfAProvider_SaysProfileAndRegion(string host, EndpointProfile profile, string? region) => Assert.Multiple(() =>
    {
        Assert.That(ProviderHosts.ProfileOf(host), Is.EqualTo(profile));
        Assert.That(ProviderHosts.RegionOf(host), Is.EqualTo(region));
    });
}
