using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace S3Kit.AspNetCore;

/// <summary><c>GET /objects/{bucket}</c>: one page of a listing.</summary>
internal static class ListObjectsHandler
{
    private const int MostKeys = 1000;

    public static async Task HandleAsync(HttpContext context, IObjectStore store, ObjectStoreEndpointOptions options)
    {
        var address = RequestTarget.Read(context);
        var list = new ListObjectsOptions
        {
            Delimiter = RequestQuery.Single(context, "delimiter"),
            ContinuationToken = RequestQuery.Single(context, "token"),
            MaxKeys = ReadMaxKeys(RequestQuery.Single(context, "maxKeys")),
        };
        var page = await store
            .ListObjectsPageAsync(address.Bucket, RequestQuery.Single(context, "prefix"), list, context.RequestAborted)
            .ConfigureAwait(false);
        await context.Response
            .WriteAsJsonAsync(ListingPage.From(page), ApiJson.Default.ListingPage, contentType: null, context.RequestAborted)
            .ConfigureAwait(false);
    }

    private static int? ReadMaxKeys(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostKeys
            ? number
            : throw new RefusedRequestException(StatusCodes.Status400BadRequest, "maxKeys must be a number from 1 to 1000.");
    }

}
