namespace S3Kit.Embedded;

/// <summary>Whether a bucket keeps old versions. A bucket never returns to <see cref="Unversioned"/>.</summary>
internal enum BucketVersioning
{
    Unversioned,
    Enabled,
    Suspended,
}
