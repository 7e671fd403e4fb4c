using Microsoft.Extensions.DependencyInjection;
using S3Kit.Protocol.Operations;
using S3Kit.Tests.Protocol;

namespace S3Kit.Tests.Store;

/// <summary>Every operation against every status that is none of success, with every kind of body.</summary>
public sealed class StatusTableTests
{
    private const string Code = "SomethingNew";

    private static readonly int[] Statuses = [.. Enumerable.Range(300, 212), 600];

    private static readonly (string Name, string? Code, Func<int, HttpResponseMessage> Answer)[] Bodies =
    [
        ("empty", null, Replies.Empty),
        ("xml", Code, status => Replies.Error(status, Code)),
        ("html", null, status => Replies.Text(status, "<!DOCTYPE html><html><head><title>No<br>no</title></html>", "text/html")),
        ("json", null, status => Replies.Text(status, "{\"Error\":{\"Code\":\"Json\"}}", "application/json")),
        ("broken", null, status => Replies.Broken(status, "<Error><Code>Half</Code><Mess", 500)),
    ];

    [TestCaseSource(typeof(StoreOperation), nameof(StoreOperation.All))]
    public async Task AnyOperation_AnyOtherStatus_ThrowsWhatItMeans(StoreOperation operation)
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);
        IObjectStore store = services.Store();
        List<string> faults = [];

        foreach (int status in Statuses)
        {
            foreach ((string name, string? code, Func<int, HttpResponseMessage> answer) in Bodies)
            {
                server.Answer = _ => answer(status).With("x-amz-request-id", "REQUEST-1");
                string? expectedCode = operation.IsHead || status == 304 ? null : code;
                if (await FaultAsync(operation, store, status, expectedCode) is { } fault)
                {
                    faults.Add($"{status} {name}: {fault}");
                }
            }
        }

        Assert.That(faults, Is.Empty);
        Assert.That(server.Requests, Has.Count.EqualTo(Statuses.Length * Bodies.Length));
    }

    [TestCase("delete", "NoSuchKey", 404)]
    [TestCase("create", "BucketAlreadyOwnedByYou", 409)]
    [TestCase("test", "AccessDenied", 403)]
    public async Task Operation_CodeThatMeansSuccess_OnlyWithItsStatus(string name, string code, int only)
    {
        var server = new FakeServer();
        await using ServiceProvider services = FakeServices.Create(server);
        StoreOperation operation = StoreOperation.All.Single(each => each.Name == name);
        List<int> succeeded = [];

        foreach (int status in Statuses)
        {
            server.Answer = _ => Replies.Error(status, code);
            try
            {
                await operation.Run(services.Store());
                succeeded.Add(status);
            }
            catch (S3KitException)
            {
                // As it should be.
            }
        }

        Assert.That(succeeded, Is.EqualTo(new[] { only }));
    }

    private static async Task<string?> FaultAsync(StoreOperation operation, IObjectStore store, int status, string? code)
    {
        try
        {
            object result = await operation.Run(store);
            return IsSuccess(operation, status, code, result) ? null : $"no error, but {result}";
        }
        catch (S3KitException e)
        {
            if (operation.IsHead && status == 404)
            {
                return "an error where there is none";
            }

            var seen = (e.Kind, e.StatusCode, e.ErrorCode, e.IsTransient, e.RequestId, e.Operation, e.Bucket, e.Key, e.Endpoint);
            var expected = (Kind(status), (int?)status, code, IsTransient(status), "REQUEST-1", operation.S3Name, operation.HasBucket ? "bucket" : null, operation.HasKey ? "the/key" : null, "a");
            return seen == expected ? null : $"{seen} instead of {expected}";
        }
        catch (Exception e)
        {
            return e.GetType().Name;
        }
    }

    // All there is of exceptions: heads and ends of what is not there, deletions of many that the store refuses (it is asked for each then), and a test that is known but may not list.
    private static bool IsSuccess(StoreOperation operation, int status, string? code, object result) => operation.Name switch
    {
        "head" or "look at source" or "look at write" => status == 404 && result is "null",
        "abort" => status == 404 && result is true,
        "delete many" => status is 400 or 405 or 501 && result is MultiDeleteAnswer.Refused,
        "parts" => status == 404 && code is not null && result is "null",
        "exists" => status == 404 && result is false,
        "test" => status == 403 && code is not null,
        _ => false,
    };

    private static S3ErrorKind Kind(int status) => status switch
    {
        304 => S3ErrorKind.NotModified,
        401 => S3ErrorKind.Authentication,
        403 => S3ErrorKind.AccessDenied,
        404 => S3ErrorKind.NotFound,
        408 or 425 => S3ErrorKind.Network,
        409 => S3ErrorKind.Conflict,
        412 => S3ErrorKind.PreconditionFailed,
        429 => S3ErrorKind.Throttled,
        501 => S3ErrorKind.InvalidRequest,
        >= 500 => S3ErrorKind.Server,
        _ => S3ErrorKind.InvalidRequest,
    };

    private static bool IsTransient(int status) => status is 408 or 425 or 429 or 500 or 502 or 503 or 504;
}
