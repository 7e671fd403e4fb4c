using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace S3Kit.AspNetCore;

/// <summary><c>GET /objects/{bucket}/{key}</c>: streams an object, or a part of it, under the client's conditions.</summary>
internal static class GetObjectHandler
{
    public static async Task HandleAsync(HttpContext context, IObjectStore store, ObjectStoreEndpointOptions options)
    {
        var address = RequestTarget.Read(context).WithKey();
        var headers = context.Request.Headers;
        var conditions = ReadConditions.Parse(headers);
        var range = RangeRequest.Parse(headers);
        var get = new GetObjectOptions { VersionId = RequestQuery.Single(context, "versionId"), Range = range.Range };

        // A HEAD first costs a round trip, but only with conditions, and the answer 304 costs no body.
        if (conditions.Any || range.IsConditional)
        {
            var info = await HeadObjectHandler.HeadAsync(store, address, get, context.RequestAborted).ConfigureAwait(false);
            if (HeadObjectHandler.TryAnswer(context, conditions.Evaluate(info), info))
            {
                return;
            }

            if (range.IsConditional && !range.Holds(info))
            {
                range = RangeRequest.None;
            }

            // The part must be of the object that was looked at, which may be replaced at any moment.
            get = get with { Range = range.Range, IfMatch = range.IsConditional ? info.ETag : null };
        }

        if (range.IsEmptySuffix)
        {
            await RefuseRangeAsync(context, store, address, get).ConfigureAwait(false);
            return;
        }

        var result = await OpenAsync(context, store, address, get).ConfigureAwait(false);
        if (result is null)
        {
            return;
        }

        await using (result.ConfigureAwait(false))
        {
            if (!HeadObjectHandler.TryAnswer(context, conditions.Evaluate(result.Info), result.Info))
            {
                await SendAsync(context, result, options).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Opens the object; null when the range cannot be satisfied and the client has been told so.</summary>
    private static async Task<GetObjectResult?> OpenAsync(HttpContext context, IObjectStore store, ObjectAddress address, GetObjectOptions get)
    {
        try
        {
            return await store.GetObjectAsync(address.Bucket, address.Key, get, context.RequestAborted).ConfigureAwait(false);
        }
        catch (S3PreconditionFailedException) when (get.IfMatch is not null)
        {
            // Replaced since it was looked at: If-Range no longer holds, so the whole new object is due.
            return await store
                .GetObjectAsync(address.Bucket, address.Key, get with { Range = null, IfMatch = null }, context.RequestAborted)
                .ConfigureAwait(false);
        }
        catch (S3InvalidRequestException error) when (get.Range is not null && error.StatusCode == StatusCodes.Status416RangeNotSatisfiable)
        {
            await RefuseRangeAsync(context, store, address, get).ConfigureAwait(false);
            return null;
        }
    }

    private static async Task RefuseRangeAsync(HttpContext context, IObjectStore store, ObjectAddress address, GetObjectOptions get)
    {
        var info = await HeadObjectHandler.HeadAsync(store, address, get, context.RequestAborted).ConfigureAwait(false);
        await ProblemWriter
            .WriteAsync(
                context,
                StatusCodes.Status416RangeNotSatisfiable,
                "The range lies outside the object.",
                ("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes */{info.Size}")))
            .ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpContext context, GetObjectResult result, ObjectStoreEndpointOptions options)
    {
        var response = context.Response;
        ObjectHeaders.Write(response, result.Info, options);
        response.ContentLength = result.ContentLength;
        if (result.IsPartial)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = RangeRequest.Describe(result);
        }

        await DownloadBody.SendAsync(context, result).ConfigureAwait(false);
    }
}
