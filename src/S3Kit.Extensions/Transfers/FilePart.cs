namespace S3Kit.Transfers;

/// <summary>A part of a file that is downloaded.</summary>
/// <param name="Number">Which, from 0.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How many bytes it has.</param>
internal readonly record struct FilePart(int Number, long Offset, long Length)
{
    public long End => Offset + Length;
}
