namespace S3Kit.Embedded;

/// <summary>Canned ACLs are taken and checked. They open nothing: an account has its own buckets only.</summary>
internal static class AccessControl
{
    public static void Check(EmbeddedRequest request)
    {
        if (request.Header("x-amz-acl") is { } acl
            && acl is not ("private" or "public-read" or "public-read-write" or "authenticated-read" or "aws-exec-read" or "bucket-owner-read" or "bucket-owner-full-control"))
        {
            throw EmbeddedErrors.InvalidArgument("x-amz-acl", acl, "The canned ACL is none of S3's.");
        }
    }
}
