namespace S3Kit.Tests.Scripting;

/// <summary>Reads streams as callers do.</summary>
internal static class Reading
{
    public static async Task<byte[]> ReadAllAsync(this Stream stream, int pieces = 4096, CancellationToken cancellationToken = default)
    {
        using var all = new MemoryStream();
        byte[] buffer = new byte[pieces];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).AsTask().Soon()) > 0)
        {
            await all.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return all.ToArray();
    }
}
