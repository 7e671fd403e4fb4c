namespace S3Kit;

/// <summary>Which part of which version of an object is read, and under which conditions (S3 <c>GetObject</c>).</summary>
public record GetObjectOptions : HeadObjectOptions
{
    /// <summary>The bytes wanted; <see langword="null"/> (the default) means all. A range outside the object is <see cref="S3InvalidRequestException"/> with status 416.</summary>
    public ByteRange? Range { get; init; }

    /// <summary>
    /// Whether the bytes are compared with the ETag where that is their MD5: 32 hexadecimal digits, not of an object stored in parts or encrypted with a key of
    /// KMS or of the caller. It takes the place of the checksum that the store may tell, which is checked in any case. Only for those who know that the
    /// ETags of their store are MD5s; a range is not compared. Default: <see langword="false"/>.
    /// </summary>
    public bool VerifyETag { get; init; }
}
