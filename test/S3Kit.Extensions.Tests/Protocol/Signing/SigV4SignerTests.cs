using S3Kit.Protocol;

namespace S3Kit.Tests.Protocol.Signing;

/// <summary>The requests, credentials and signatures that the S3 API reference publishes.</summary>
public class SigV4SignerTests
{
    private const string Host = "examplebucket.s3.amazonaws.com";
    private const string Scope = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";

    private static readonly S3Credentials Example = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    private static readonly DateTimeOffset Day = new(2013, 5, 24, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void CreateAuthorization_GetObjectWithRange_IsThePublishedOne()
    {
        var value = Authorize("GET", "/test.txt", "", [new("host", Host), new("range", "bytes=0-9"), Hash(), Date()]);

        Assert.That(value, Is.EqualTo(
            $"AWS4-HMAC-SHA256 Credential={Scope}, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
            + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"));
    }

    [Test]
    public void CreateAuthorization_PutObject_IsThePublishedOne()
    {
        var hash = SigV4Signer.Sha256Hex("Welcome to Amazon S3."u8);
        var value = Authorize(
            "PUT",
            S3Encoding.EncodePath("/test$file.text"),
            "",
            [new("date", "Fri, 24 May 2013 00:00:00 GMT"), new("host", Host), Hash(hash), Date(), new("x-amz-storage-class", "REDUCED_REDUNDANCY")],
            hash);

        Assert.That(value, Does.EndWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"));
    }

    [Test]
    public void CreateAuthorization_GetBucketLifecycle_IsThePublishedOne()
    {
        var value = Authorize("GET", "/", S3Encoding.BuildQuery([new("lifecycle", "")]), [new("host", Host), Hash(), Date()]);

        Assert.That(value, Does.EndWith("Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"));
    }

    [Test]
    public void CreateAuthorization_ListObjects_IsThePublishedOne()
    {
        var value = Authorize(
            "GET", "/", S3Encoding.BuildQuery([new("prefix", "J"), new("max-keys", "2")]), [new("host", Host), Hash(), Date()]);

        Assert.That(value, Does.EndWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
    }

    [Test]
    public void Presign_GetObject_IsThePublishedQuery()
    {
        var query = new SigV4Signer().Presign(Example, "us-east-1", Day, 86400, "GET", "/test.txt", [], [new("host", Host)]);

        Assert.That(query, Is.EqualTo(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
            + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
            + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"));
    }

    [Test]
    public void Presign_SessionTokenAndParameters_AreSortedIntoTheQuery()
    {
        var credentials = new S3Credentials(Example.AccessKey, Example.SecretKey, "to/ken+1");
        var query = new SigV4Signer().Presign(
            credentials, "us-east-1", Day, 60, "GET", "/test.txt", [new("versionId", "1"), new("partNumber", "2")], [new("host", Host)]);

        Assert.That(query, Does.Contain("&X-Amz-Expires=60&X-Amz-Security-Token=to%2Fken%2B1&X-Amz-SignedHeaders=host&partNumber=2&versionId=1&X-Amz-Signature="));
    }

    [Test]
    public void SignText_PolicyOfAForm_IsThePublishedOne()
    {
        string policy = """
            { "expiration": "2015-12-30T12:00:00.000Z",
              "conditions": [
                {"bucket": "sigv4examplebucket"},
                ["starts-with", "$key", "user/user1/"],
                {"acl": "public-read"},
                {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},
                ["starts-with", "$Content-Type", "image/"],
                {"x-amz-meta-uuid": "14365123651274"},
                {"x-amz-server-side-encryption": "AES256"},
                ["starts-with", "$x-amz-meta-tag", ""],

                {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},
                {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
                {"x-amz-date": "20151229T000000Z" }
              ]
            }
            """.ReplaceLineEndings("\r\n");
        var text = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(policy));

        var signature = new SigV4Signer().SignText(Example, "us-east-1", new DateTimeOffset(2015, 12, 29, 0, 0, 0, TimeSpan.Zero), text);

        Assert.That(signature, Is.EqualTo("8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"));
    }

    [Test]
    public void SignText_OtherText_SignsDifferently()
    {
        var signer = new SigV4Signer();

        Assert.That(signer.SignText(Example, "us-east-1", Day, "cG9saWN5"), Has.Length.EqualTo(64));
        Assert.That(signer.SignText(Example, "us-east-1", Day, "cG9saWN6"), Is.Not.EqualTo(signer.SignText(Example, "us-east-1", Day, "cG9saWN5")));
    }

    [Test]
    public void CreateAuthorization_HeaderWithSpaces_SignsTheFoldedValue()
    {
        var loose = Authorize("GET", "/", "", [new("host", Host), new("x-amz-meta-a", "  a   b  c \t"), Date()]);
        var tight = Authorize("GET", "/", "", [new("host", Host), new("x-amz-meta-a", "a b c"), Date()]);

        Assert.That(loose, Is.EqualTo(tight));
    }

    [Test]
    public void CreateAuthorization_LongUnicodeHeader_OutgrowsTheStackBuffer()
    {
        var text = string.Concat(Enumerable.Repeat("\u6f22", 2000));
        var value = Authorize("GET", "/", "", [new("host", Host), new("x-amz-meta-a", text), Date()]);
        var canonical = $"GET\n/\n\nhost:{Host}\nx-amz-meta-a:{text}\nx-amz-date:20130524T000000Z\n\nhost;x-amz-meta-a;x-amz-date\n{SigV4Signer.EmptyPayloadHash}";

        Assert.That(value, Does.EndWith(SlowSignature.Of(Example, "us-east-1", Day, canonical)));
    }

    [Test]
    public void CreateAuthorization_SameSignerForOtherDayRegionKeyOrSecret_SignsAsAFreshOne()
    {
        var signer = new SigV4Signer();
        (S3Credentials Credentials, string Region, DateTimeOffset Time)[] cases =
        [
            (Example, "us-east-1", Day),
            (Example, "us-east-1", Day.AddDays(1)),
            (Example, "eu-west-1", Day.AddDays(1)),
            (new(Example.AccessKey, "other secret"), "eu-west-1", Day.AddDays(1)),
            (new("OTHERKEY", "other secret"), "eu-west-1", Day.AddDays(1)),
            (Example, "us-east-1", Day),
        ];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (credentials, region, time) in cases)
        {
            var canonical = $"GET\n/\n\nhost:{Host}\n\nhost\n{SigV4Signer.EmptyPayloadHash}";
            var signature = signer.CreateSignature(credentials, region, time, "GET", "/", "", [new("host", Host)], SigV4Signer.EmptyPayloadHash);

            Assert.That(signature, Is.EqualTo(SlowSignature.Of(credentials, region, time, canonical)));
            seen.Add(signature);
        }

        // The access key is not part of the signature itself, only of the credential beside it.
        Assert.That(seen, Has.Count.EqualTo(4));
    }

    [Test]
    public void CreateSignature_ManyThreadsAndTwoKeys_EachGetsItsOwn()
    {
        var signer = new SigV4Signer();
        S3Credentials[] credentials = [Example, new("OTHERKEY", "other secret")];
        var expected = credentials.Select(Sign).ToArray();

        Parallel.For(0, 2000, i => Assert.That(Sign(credentials[i % 2]), Is.EqualTo(expected[i % 2])));

        string Sign(S3Credentials one) =>
            signer.CreateSignature(one, "us-east-1", Day, "GET", "/", "", [new("host", Host)], SigV4Signer.EmptyPayloadHash);
    }

    [Test]
    public void FormatTime_OtherOffset_IsWrittenInUtc() =>
        Assert.That(SigV4Signer.FormatTime(new DateTimeOffset(2013, 5, 24, 1, 2, 3, TimeSpan.FromHours(2))), Is.EqualTo("20130523T230203Z"));

    [Test]
    public void Sha256Hex_NoBytes_IsTheEmptyPayloadHash() =>
        Assert.That(SigV4Signer.Sha256Hex([]), Is.EqualTo(SigV4Signer.EmptyPayloadHash));

    private static KeyValuePair<string, string> Date() => new("x-amz-date", "20130524T000000Z");

    private static KeyValuePair<string, string> Hash(string hash = SigV4Signer.EmptyPayloadHash) => new("x-amz-content-sha256", hash);

    private static string Authorize(
        string method, string path, string query, KeyValuePair<string, string>[] headers, string hash = SigV4Signer.EmptyPayloadHash) =>
        new SigV4Signer().CreateAuthorization(Example, "us-east-1", Day, method, path, query, headers, hash);
}
