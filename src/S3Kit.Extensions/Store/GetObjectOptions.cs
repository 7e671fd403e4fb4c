namespace S3Kit;

/// <summary>Which part of which version of an object is read, and under which conditions (S3 <c>GetObject</c>).</summary>
public record GetObjectOptions : HeadObjectOptions
{
    /// <summary>The bytes wanted; <see langword="null"/> (the default) means all. A range outside the object is <see cref="S3InvalidRequestException"/> with status 416.</summary>
    public ByteRange? Range { get; init; }
}
