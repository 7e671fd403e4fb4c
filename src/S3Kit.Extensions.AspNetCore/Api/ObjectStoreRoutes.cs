using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace S3Kit.AspNetCore;

/// <summary>Which handler answers which route, and what becomes of their failures.</summary>
internal sealed class ObjectStoreRoutes(ObjectStoreEndpointOptions options)
{
    private const string Object = "/objects/{bucket}/{**key}";
    private const string Bucket = "/buckets/{bucket}";

    private delegate Task Handler(HttpContext context, IObjectStore store, ObjectStoreEndpointOptions options);

    public void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "GET", "/objects/{bucket}", ListObjectsHandler.HandleAsync);
        Map(routes, "GET", Object, GetObjectHandler.HandleAsync);
        Map(routes, "HEAD", Object, HeadObjectHandler.HandleAsync);
        if (!options.ReadOnly)
        {
            Map(routes, "PUT", Object, PutObjectHandler.HandleAsync).WithMetadata(NoServerLimit.Instance);
            Map(routes, "DELETE", Object, DeleteObjectHandler.HandleAsync);
        }

        if (options.MapBuckets)
        {
            Map(routes, "GET", "/buckets", BucketHandlers.ListAsync);
            Map(routes, "HEAD", Bucket, BucketHandlers.HeadAsync);
        }

        if (options.MapBuckets && !options.ReadOnly)
        {
            Map(routes, "PUT", Bucket, BucketHandlers.CreateAsync);
            Map(routes, "DELETE", Bucket, BucketHandlers.DeleteAsync);
        }
    }

    private IEndpointConventionBuilder Map(IEndpointRouteBuilder routes, string method, string pattern, Handler handler) =>
        routes.MapMethods(pattern, [method], context => RunAsync(context, handler)).WithDisplayName($"{method} {pattern}");

    private async Task RunAsync(HttpContext context, Handler handler)
    {
        try
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            await handler(context, Store(context.RequestServices), options).ConfigureAwait(false);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: nobody reads an answer, and whatever failed, failed because of that.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
        }
        catch (Exception error) when (!context.Response.HasStarted && IsExpected(error))
        {
            await AnswerAsync(context, error).ConfigureAwait(false);
        }
    }

    private IObjectStore Store(IServiceProvider services) => options.Store is { } name
        ? services.GetRequiredKeyedService<IObjectStore>(name)
        : services.GetRequiredService<IObjectStore>();

    private static bool IsExpected(Exception error) => error is S3KitException or RefusedRequestException or BadHttpRequestException or ArgumentException;

    private static Task AnswerAsync(HttpContext context, Exception error) => error switch
    {
        S3KitException failure => ProblemWriter.WriteAsync(context, failure),
        RefusedRequestException refused => ProblemWriter.WriteAsync(context, refused.Status, refused.Message),
        BadHttpRequestException bad => ProblemWriter.WriteAsync(context, bad.StatusCode, bad.Message),
        _ => ProblemWriter.WriteAsync(context, StatusCodes.Status400BadRequest, WithoutParameter(error.Message)),
    };

    // The name of a parameter of ours tells the client nothing.
    private static string WithoutParameter(string message) =>
        message.IndexOf(" (Parameter '", StringComparison.Ordinal) is var at and >= 0 ? message[..at] : message;
}
