using System.Net;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>12: a listing goes on behind its last key on another endpoint, not with a token that only its maker knows.</summary>
public sealed class ListingsSurviveFailoverTests
{
    [Test]
    public async Task List_EndpointDiesBetweenPages_GoesOnBehindTheLastKey()
    {
        await using var scene = new ScriptedStore("a", "b");
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(Page(true, "one", "two")));
        scene["a"].Then(HttpStatusCode.InternalServerError);
        scene["b"].Answer = static (_, _) => Task.FromResult(Page(false, "three"));

        List<ObjectInfo> listed = await scene.Store.ListObjectsAsync("bucket").ToListAsync().AsTask().Soon();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(listed.Select(info => info.Key), Is.EqualTo(["one", "two", "three"]));
            Assert.That(scene["a"].Calls[1].Target, Does.Contain("continuation-token=token-of-its-own"));
            Assert.That(scene["b"].Calls.Single().Target, Does.Contain("start-after=two").And.Not.Contain("continuation-token"));
        }
    }

    [Test]
    public async Task List_EndpointIsWell_PagesStayThere()
    {
        await using var scene = new ScriptedStore("a", "b");
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(Page(true, "one")));
        scene["a"].Next.Enqueue((_, _) => Task.FromResult(Page(false, "two")));

        List<ObjectInfo> listed = await scene.Store.ListObjectsAsync("bucket").ToListAsync().AsTask().Soon();

        Assert.That(listed, Has.Count.EqualTo(2));
        Assert.That(scene["b"].Calls, Is.Empty);
    }

    private static HttpResponseMessage Page(bool more, params string[] keys) => Answers.Xml(
        $"<ListBucketResult><IsTruncated>{(more ? "true" : "false")}</IsTruncated>"
        + string.Concat(keys.Select(key => $"<Contents><Key>{key}</Key><LastModified>2026-01-02T03:04:05Z</LastModified><ETag>\"e\"</ETag><Size>1</Size></Contents>"))
        + (more ? "<NextContinuationToken>token-of-its-own</NextContinuationToken>" : "")
        + "</ListBucketResult>");
}
