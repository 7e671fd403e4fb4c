using S3Kit.Protocol;

namespace S3Kit.Embedded;

/// <summary>A request's body as it arrived, with the hashes every store computes on the way.</summary>
internal sealed record RequestBody(ObjectData Data, ReadOnlyMemory<byte> Md5, string Sha256Hex)
{
    /// <summary>A body of bytes in hand, which must not change any more.</summary>
    public static RequestBody Of(ReadOnlyMemory<byte> bytes)
    {
        var data = new ObjectData([bytes]);
        return new RequestBody(data, data.Md5(), SigV4Signer.Sha256Hex(bytes.Span));
    }

    /// <summary>Reads the content as a connection would: it is written to us, so the content's own stream is never buffered for it.</summary>
    public static async Task<RequestBody> ReadAsync(HttpContent? content, ReceivingStop? stop, TimeProvider time, CancellationToken cancellationToken)
    {
        var sink = new RequestBodySink(content?.Headers.ContentLength, stop, time);
        await using (sink.ConfigureAwait(false))
        {
            if (content is not null)
            {
                await content.CopyToAsync(sink, cancellationToken).ConfigureAwait(false);
            }

            return sink.Complete();
        }
    }
}
