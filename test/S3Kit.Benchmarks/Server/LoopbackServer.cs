using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace S3Kit.Benchmarks.Server;

/// <summary>
/// Answers S3 requests without storing anything, as fast as Kestrel can: what is sent is drained, what is asked for are zeros. A key says its size: <c>zeros-4096</c>. Signatures are not looked at.
/// </summary>
internal static class LoopbackServer
{
    private const int ListedKeys = 10_000;
    private const int PageSize = 1_000;
    private const int Piece = 256 * 1024;

    // That of an object in parts, which nobody takes for an MD5: all do without comparing one.
    private const string ETag = "\"0123456789abcdef0123456789abcdef-2\"";
    private const string LastModified = "Thu, 01 Jan 2026 00:00:00 GMT";

    private static readonly byte[] Zeros = new byte[Piece];

    /// <summary>Serves until its standard input ends; the address is the first line that it prints.</summary>
    /// <param name="delay">How long each answer is held back.</param>
    /// <param name="bytesPerSecond">How fast bodies move on one connection; 0 for as fast as they can.</param>
    public static async Task RunAsync(TimeSpan delay, long bytesPerSecond)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Limits.MinRequestBodyDataRate = null;
            options.Limits.MinResponseDataRate = null;
            options.Listen(System.Net.IPAddress.Loopback, 0);
        });
        await using WebApplication app = builder.Build();
        app.Run(context => AnswerAsync(context, delay, bytesPerSecond));
        await app.StartAsync().ConfigureAwait(false);
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Console.In.ReadToEndAsync().ConfigureAwait(false);
    }

    private static async Task AnswerAsync(HttpContext context, TimeSpan delay, long bytesPerSecond)
    {
        HttpRequest request = context.Request;
        if (HttpMethods.IsPut(request.Method) || HttpMethods.IsPost(request.Method))
        {
            await DrainAsync(request.BodyReader, bytesPerSecond, context.RequestAborted).ConfigureAwait(false);
        }

        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, TimeProvider.System, context.RequestAborted).ConfigureAwait(false);
        }

        HttpResponse response = context.Response;
        response.Headers.ETag = ETag;
        switch (request.Method)
        {
            case "GET" when request.Query.ContainsKey("list-type"):
                await XmlAsync(response, ListPage(request)).ConfigureAwait(false);
                break;
            case "GET" or "HEAD":
                await ServeAsync(context, bytesPerSecond).ConfigureAwait(false);
                break;
            case "POST" when request.Query.ContainsKey("uploads"):
                await XmlAsync(response, "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>u-1</UploadId></InitiateMultipartUploadResult>").ConfigureAwait(false);
                break;
            case "POST":
                await XmlAsync(response, $"<CompleteMultipartUploadResult><Location>l</Location><Bucket>b</Bucket><Key>k</Key><ETag>{ETag}</ETag></CompleteMultipartUploadResult>").ConfigureAwait(false);
                break;
            case "DELETE":
                response.StatusCode = StatusCodes.Status204NoContent;
                break;
            default:
                response.ContentLength = 0;
                break;
        }
    }

    private static async Task ServeAsync(HttpContext context, long bytesPerSecond)
    {
        HttpResponse response = context.Response;
        string path = context.Request.Path.Value!;
        long size = long.TryParse(path[(path.LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long named) ? named : 0;
        response.Headers.LastModified = LastModified;
        response.Headers.AcceptRanges = "bytes";
        response.ContentType = "application/octet-stream";
        (long first, long last) = (0, size - 1);
        if (context.Request.GetTypedHeaders().Range?.Ranges.FirstOrDefault() is { } range && size > 0)
        {
            first = range.From ?? Math.Max(0, size - range.To!.Value);
            last = range.From is null ? size - 1 : Math.Min(range.To ?? (size - 1), size - 1);
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {first}-{last}/{size}");
        }

        long length = last - first + 1;
        response.ContentLength = length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        long started = TimeProvider.System.GetTimestamp();
        for (long sent = 0; sent < length;)
        {
            int count = (int)Math.Min(Piece, length - sent);
            await response.BodyWriter.WriteAsync(Zeros.AsMemory(0, count), context.RequestAborted).ConfigureAwait(false);
            sent += count;
            await PaceAsync(started, sent, bytesPerSecond, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static async Task DrainAsync(PipeReader body, long bytesPerSecond, CancellationToken cancellationToken)
    {
        long started = TimeProvider.System.GetTimestamp();
        long drained = 0;
        while (true)
        {
            ReadResult result = await body.ReadAsync(cancellationToken).ConfigureAwait(false);
            drained += result.Buffer.Length;
            body.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return;
            }

            await PaceAsync(started, drained, bytesPerSecond, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask PaceAsync(long started, long moved, long bytesPerSecond, CancellationToken cancellationToken)
    {
        if (bytesPerSecond > 0)
        {
            TimeSpan ahead = TimeSpan.FromSeconds((double)moved / bytesPerSecond) - TimeProvider.System.GetElapsedTime(started);
            if (ahead > TimeSpan.FromMilliseconds(2))
            {
                await Task.Delay(ahead, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static string ListPage(HttpRequest request)
    {
        int first = int.TryParse(request.Query["continuation-token"], NumberStyles.None, CultureInfo.InvariantCulture, out int token) ? token : 0;
        var page = new System.Text.StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        int next = first + PageSize;
        page.Append(CultureInfo.InvariantCulture, $"<Name>b</Name><Prefix></Prefix><KeyCount>{PageSize}</KeyCount><MaxKeys>{PageSize}</MaxKeys><IsTruncated>{(next < ListedKeys ? "true" : "false")}</IsTruncated>");
        if (next < ListedKeys)
        {
            page.Append(CultureInfo.InvariantCulture, $"<NextContinuationToken>{next}</NextContinuationToken>");
        }

        for (int i = first; i < next; i++)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<Contents><Key>reports/2026/{i:D6}.json</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;0123456789abcdef0123456789abcdef&quot;</ETag><Size>4096</Size><StorageClass>STANDARD</StorageClass></Contents>");
        }

        return page.Append("</ListBucketResult>").ToString();
    }

    private static Task XmlAsync(HttpResponse response, string xml)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(xml);
        response.ContentType = "application/xml";
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes, 0, bytes.Length);
    }
}
