namespace S3Kit.Protocol;

/// <summary>The canned ACLs by the names that S3 gives them.</summary>
internal static class CannedAcls
{
    public static string? Name(CannedAcl? acl) => acl switch
    {
        null => null,
        CannedAcl.Private => "private",
        CannedAcl.PublicRead => "public-read",
        CannedAcl.PublicReadWrite => "public-read-write",
        CannedAcl.AuthenticatedRead => "authenticated-read",
        CannedAcl.AwsExecRead => "aws-exec-read",
        CannedAcl.BucketOwnerRead => "bucket-owner-read",
        CannedAcl.BucketOwnerFullControl => "bucket-owner-full-control",
        { } other => throw new ArgumentOutOfRangeException(nameof(acl), other, $"{nameof(PutObjectOptions.Acl)} is none of the values of {nameof(CannedAcl)}."),
    };
}
