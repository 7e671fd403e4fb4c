using Microsoft.AspNetCore.Http;

namespace S3Kit.AspNetCore;

/// <summary><c>HEAD /objects/{bucket}/{key}</c>: describes an object under the client's conditions.</summary>
internal static class HeadObjectHandler
{
    public static async Task HandleAsync(HttpContext context, IObjectStore store, ObjectStoreEndpointOptions options)
    {
        var address = RequestTarget.Read(context).WithKey();
        var head = new HeadObjectOptions { VersionId = RequestQuery.Single(context, "versionId") };
        var info = await HeadAsync(store, address, head, context.RequestAborted).ConfigureAwait(false);
        if (!TryAnswer(context, ReadConditions.Parse(context.Request.Headers).Evaluate(info), info))
        {
            ObjectHeaders.Write(context.Response, info, options);
            context.Response.ContentLength = info.Size;
        }
    }

    /// <summary>Describes the object that is meant, whatever part or state of it; a missing one is refused with 404.</summary>
    public static async Task<ObjectInfo> HeadAsync(IObjectStore store, ObjectAddress address, HeadObjectOptions options, CancellationToken cancellationToken)
    {
        var head = new HeadObjectOptions { VersionId = options.VersionId };
        return await store.HeadObjectAsync(address.Bucket, address.Key, head, cancellationToken).ConfigureAwait(false)
            ?? throw new RefusedRequestException(StatusCodes.Status404NotFound, "There is no such object or bucket.");
    }

    /// <summary>Answers when the conditions forbid sending the object.</summary>
    public static bool TryAnswer(HttpContext context, ConditionOutcome outcome, ObjectInfo info)
    {
        switch (outcome)
        {
            case ConditionOutcome.NotModified:
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                ObjectHeaders.WriteValidators(context.Response, info);
                return true;
            case ConditionOutcome.Failed:
                throw new RefusedRequestException(StatusCodes.Status412PreconditionFailed, "The object is not in the state that the request asks for.");
            default:
                return false;
        }
    }
}
