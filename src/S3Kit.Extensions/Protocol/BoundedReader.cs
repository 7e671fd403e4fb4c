namespace S3Kit.Protocol;

/// <summary>Reads the body of an answer into memory, up to a limit, under the stall limit.</summary>
internal static class BoundedReader
{
    private const int InitialSize = 16 * 1024;

    /// <summary>Reads to the end or to the limit, whichever comes first.</summary>
    /// <param name="content">The body.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="guard">The attempt's guard.</param>
    /// <param name="keepsAlive">Whether the store sends white space while it works: then its bytes stop the operation's clock, and only silence ends it.</param>
    /// <returns>The bytes, and whether the body went on behind the limit.</returns>
    public static async ValueTask<(ReadOnlyMemory<byte> Bytes, bool More)> ReadAsync(HttpContent content, int limit, TransferGuard guard, bool keepsAlive = false)
    {
        if (keepsAlive)
        {
            guard.BodyStarted();
        }

        long? announced = content.Headers.ContentLength;
        Stream stream = await content.ReadAsStreamAsync(guard.Token).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            byte[] buffer = new byte[(int)Math.Min(limit, announced is > 0 ? announced.Value + 1 : InitialSize)];
            int count = 0;
            // Otherwise the clocks go on: only the bytes of an object stop them, and this is a document about one.
            while (true)
            {
                if (count == buffer.Length)
                {
                    if (count >= limit)
                    {
                        return (buffer, true);
                    }

                    Array.Resize(ref buffer, (int)Math.Min(limit, buffer.Length * 2L));
                }

                int read = await stream.ReadAsync(buffer.AsMemory(count), guard.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    return (buffer.AsMemory(0, count), false);
                }

                guard.Moved();
                count += read;
            }
        }
    }
}
