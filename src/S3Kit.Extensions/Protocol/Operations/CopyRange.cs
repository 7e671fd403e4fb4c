namespace S3Kit.Protocol.Operations;

/// <summary>The bytes of the source that a part is made of.</summary>
/// <param name="Number">The part's number, from 1.</param>
/// <param name="First">The first byte.</param>
/// <param name="Last">The last byte, included.</param>
internal readonly record struct CopyRange(int Number, long First, long Last)
{
    public long Length => Last - First + 1;
}
