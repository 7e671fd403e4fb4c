using Microsoft.AspNetCore.Http;

namespace S3Kit.AspNetCore;

/// <summary><c>DELETE /objects/{bucket}/{key}</c>. Deleting what is not there succeeds, as in S3.</summary>
internal static class DeleteObjectHandler
{
    public static async Task HandleAsync(HttpContext context, IObjectStore store, ObjectStoreEndpointOptions options)
    {
        var address = RequestTarget.Read(context).WithKey();
        var headers = context.Request.Headers;
        if (headers.IfMatch.Count + headers.IfNoneMatch.Count + headers.IfUnmodifiedSince.Count > 0)
        {
            throw new RefusedRequestException(StatusCodes.Status400BadRequest, "Deleting takes no conditions.");
        }

        var delete = new DeleteObjectOptions { VersionId = RequestQuery.Single(context, "versionId") };
        var result = await store.DeleteObjectAsync(address.Bucket, address.Key, delete, context.RequestAborted).ConfigureAwait(false);
        var response = context.Response;
        response.StatusCode = StatusCodes.Status204NoContent;
        ObjectHeaders.WriteVersion(response, result.VersionId);
        response.Headers["x-amz-delete-marker"] = result.DeleteMarker ? "true" : null;
    }
}
