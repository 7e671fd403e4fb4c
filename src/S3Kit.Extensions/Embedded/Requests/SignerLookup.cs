using System.Net;

namespace S3Kit.Embedded;

/// <summary>Finds whose key a signature claims to be made with, however it was sent.</summary>
internal sealed class SignerLookup(EmbeddedStore store)
{
    /// <summary>The key pair, if its token is right and the region is that of the store and the bucket. The signature is not looked at.</summary>
    public EmbeddedCredential Find(SignatureScope scope, string? token, string? bucket)
    {
        if (!store.TryGetCredential(scope.AccessKey, out var credential))
        {
            throw new EmbeddedS3Exception(HttpStatusCode.Forbidden, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
                .With("AWSAccessKeyId", scope.AccessKey);
        }

        if (!string.Equals(token, credential.Credentials.SessionToken, StringComparison.Ordinal))
        {
            throw new EmbeddedS3Exception(HttpStatusCode.BadRequest, "InvalidToken", "The provided token is malformed or otherwise invalid.");
        }

        CheckRegion(bucket, scope.Region);
        return credential;
    }

    private void CheckRegion(string? name, string region)
    {
        var expected = store.Options.Region;
        if (name is not null)
        {
            lock (store.Gate)
            {
                if (store.Buckets.TryGetValue(name, out var bucket) && bucket.EnforcesRegion)
                {
                    expected = bucket.Region;
                }
            }
        }

        if (expected is not null && !string.Equals(expected, region, StringComparison.Ordinal))
        {
            throw SignatureScope.Malformed($"The authorization header is malformed; the region '{region}' is wrong; expecting '{expected}'")
                .With("Region", expected)
                .WithHeader("x-amz-bucket-region", expected);
        }
    }
}
