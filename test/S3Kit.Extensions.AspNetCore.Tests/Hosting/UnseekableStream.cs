namespace S3Kit.AspNetCore.Tests;

/// <summary>A source that cannot tell its length, so that the body is sent in chunks.</summary>
internal sealed class UnseekableStream(byte[] bytes) : MemoryStream(bytes)
{
    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();
}
