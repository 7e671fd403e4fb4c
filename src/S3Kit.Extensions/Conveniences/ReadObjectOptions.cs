using System.Text;

namespace S3Kit;

/// <summary>How an object is read into memory as a whole: as bytes, as text or as JSON.</summary>
public record ReadObjectOptions : GetObjectOptions
{
    /// <summary>100 MiB (104,857,600 bytes): what <see cref="MaxSize"/> is unless something else is said.</summary>
    public const long DefaultMaxSize = 100 * 1024 * 1024;

    /// <summary>
    /// The most bytes that are read, from 0 to <see cref="Array.MaxLength"/>. Default: <see cref="DefaultMaxSize"/>. What is larger fails with
    /// <see cref="S3ObjectTooLargeException"/>: before the body is read when the store says how long it is, otherwise as soon as one byte too many has come.
    /// With a <see cref="GetObjectOptions.Range"/> the size of the range counts.
    /// </summary>
    public long MaxSize { get; init; } = DefaultMaxSize;

    /// <summary>
    /// How the bytes of a text are read; used for texts only. <see langword="null"/> (the default) means: as a byte order mark at their beginning says,
    /// else as the charset in the object's content type says, else as UTF-8.
    /// </summary>
    public Encoding? Encoding { get; init; }
}
