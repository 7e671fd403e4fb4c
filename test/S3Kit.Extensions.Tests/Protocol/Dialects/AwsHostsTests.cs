using S3Kit.Protocol;

namespace S3Kit.Tests.Protocol;

public sealed class AwsHostsTests
{
    [TestCase("s3.amazonaws.com", null)]
    [TestCase("s3.eu-west-1.amazonaws.com", "eu-west-1")]
    [TestCase("S3.EU-WEST-1.AmazonAWS.com", "eu-west-1")]
    [TestCase("s3-us-west-2.amazonaws.com", "us-west-2")]
    [TestCase("s3-external-1.amazonaws.com", "us-east-1")]
    [TestCase("s3.dualstack.ap-south-1.amazonaws.com", "ap-south-1")]
    [TestCase("s3-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1")]
    [TestCase("s3-fips.dualstack.us-east-2.amazonaws.com", "us-east-2")]
    [TestCase("s3.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [TestCase("s3.dualstack.cn-north-1.amazonaws.com.cn", "cn-north-1")]
    [TestCase("s3-accelerate.amazonaws.com", null)]
    [TestCase("s3-accelerate.dualstack.amazonaws.com", null)]
    [TestCase("bucket.s3.eu-west-1.amazonaws.com", null)]
    [TestCase("ec2.eu-west-1.amazonaws.com", null)]
    [TestCase("s3.eu-west-1.amazonaws.com.example.com", null)]
    [TestCase("s3.eu-west-1.notamazonaws.com", null)]
    [TestCase("127.0.0.1", null)]
    public void RegionOf_Host_IsWhatItsNameSays(string host, string? region) => Assert.That(AwsHosts.RegionOf(host), Is.EqualTo(region));

    [TestCase("s3.amazonaws.com", "s3.eu-west-1.amazonaws.com")]
    [TestCase("s3.us-east-1.amazonaws.com", "s3.eu-west-1.amazonaws.com")]
    [TestCase("s3-us-west-2.amazonaws.com", "s3-eu-west-1.amazonaws.com")]
    [TestCase("s3-external-1.amazonaws.com", "s3.eu-west-1.amazonaws.com")]
    [TestCase("s3.dualstack.us-east-1.amazonaws.com", "s3.dualstack.eu-west-1.amazonaws.com")]
    [TestCase("s3.cn-north-1.amazonaws.com.cn", "s3.eu-west-1.amazonaws.com.cn")]
    [TestCase("s3-accelerate.amazonaws.com", null)]
    [TestCase("storage.example.com", null)]
    public void InRegion_Host_IsThatOfTheRegion(string host, string? other) => Assert.That(AwsHosts.InRegion(host, "eu-west-1"), Is.EqualTo(other));
}
