using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace S3Kit.AspNetCore;

/// <summary>
/// Sends the bytes of an object. Once the headers are out there is no status left to say that something failed, so the connection is broken off: the client
/// must see a broken transfer, never a short success.
/// </summary>
internal static partial class DownloadBody
{
    private const int BufferSize = 64 * 1024;

    public static async Task SendAsync(HttpContext context, GetObjectResult result)
    {
        var aborted = context.RequestAborted;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var sent = 0L;
        try
        {
            int read;
            while ((read = await result.Content.ReadAsync(buffer, aborted).ConfigureAwait(false)) > 0)
            {
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), aborted).ConfigureAwait(false);
                sent += read;
            }
        }
        catch (Exception error) when (context.Response.HasStarted && !aborted.IsCancellationRequested)
        {
            BreakOff(context, sent, result.ContentLength, error);
            return;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (sent != result.ContentLength)
        {
            BreakOff(context, sent, result.ContentLength, error: null);
        }
    }

    private static void BreakOff(HttpContext context, long sent, long expected, Exception? error)
    {
        var logger = context.RequestServices.GetService<ILoggerFactory>()?.CreateLogger("S3Kit.AspNetCore.Download");
        if (logger is not null)
        {
            Log.BrokenOff(logger, sent, expected, error);
        }

        context.Abort();
    }

    private static partial class Log
    {
        [LoggerMessage(HttpEventIds.DownloadBrokenOff, LogLevel.Warning, "A download was broken off after {Sent} of {Expected} bytes.")]
        public static partial void BrokenOff(ILogger logger, long sent, long expected, Exception? exception);
    }
}
