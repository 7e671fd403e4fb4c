namespace S3Kit;

/// <summary>S3's canned ACLs: who may read and write an object beside its owner. Stores without ACLs, and buckets that have them switched off, refuse all but the default.</summary>
public enum CannedAcl
{
    /// <summary>Nobody else (<c>private</c>): what S3 does when nothing is said.</summary>
    Private,

    /// <summary>Everybody may read, without signing in (<c>public-read</c>).</summary>
    PublicRead,

    /// <summary>Everybody may read and write, without signing in (<c>public-read-write</c>).</summary>
    PublicReadWrite,

    /// <summary>Everybody with an account at the store may read (<c>authenticated-read</c>).</summary>
    AuthenticatedRead,

    /// <summary>Amazon EC2 may read, to start a machine image (<c>aws-exec-read</c>).</summary>
    AwsExecRead,

    /// <summary>The owner of the bucket may read (<c>bucket-owner-read</c>).</summary>
    BucketOwnerRead,

    /// <summary>The owner of the bucket may do everything (<c>bucket-owner-full-control</c>).</summary>
    BucketOwnerFullControl,
}
