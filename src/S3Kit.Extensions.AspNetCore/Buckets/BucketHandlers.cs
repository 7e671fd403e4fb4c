using Microsoft.AspNetCore.Http;

namespace S3Kit.AspNetCore;

/// <summary>The routes under <c>/buckets</c>.</summary>
internal static class BucketHandlers
{
    public static async Task ListAsync(HttpContext context, IObjectStore store, ObjectStoreEndpointOptions options)
    {
        var buckets = await store.ListBucketsAsync(cancellationToken: context.RequestAborted).ConfigureAwait(false);
        await context.Response
            .WriteAsJsonAsync(BucketList.From(buckets), ApiJson.Default.BucketList, contentType: null, context.RequestAborted)
            .ConfigureAwait(false);
    }

    public static async Task CreateAsync(HttpContext context, IObjectStore store, ObjectStoreEndpointOptions options)
    {
        var address = ReadBucket(context);
        var existed = await ExistedAsync(store, address.Bucket, context.RequestAborted).ConfigureAwait(false);
        await store.CreateBucketAsync(address.Bucket, options: null, context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = existed ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        context.Response.Headers.Location = address.Path;
    }

    public static async Task HeadAsync(HttpContext context, IObjectStore store, ObjectStoreEndpointOptions options)
    {
        var exists = await store.BucketExistsAsync(ReadBucket(context).Bucket, options: null, context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = exists ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
    }

    public static async Task DeleteAsync(HttpContext context, IObjectStore store, ObjectStoreEndpointOptions options)
    {
        await store.DeleteBucketAsync(ReadBucket(context).Bucket, options: null, context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static ObjectAddress ReadBucket(HttpContext context)
    {
        var address = RequestTarget.Read(context);
        return address.Key.Length == 0
            ? address
            : throw new RefusedRequestException(StatusCodes.Status400BadRequest, "The path names more than a bucket.");
    }

    private static async Task<bool> ExistedAsync(IObjectStore store, string bucket, CancellationToken cancellationToken)
    {
        try
        {
            return await store.BucketExistsAsync(bucket, options: null, cancellationToken).ConfigureAwait(false);
        }
        catch (S3AccessDeniedException)
        {
            // Somebody else's, or not to be asked about; creating it gives the definite answer.
            return false;
        }
    }
}
