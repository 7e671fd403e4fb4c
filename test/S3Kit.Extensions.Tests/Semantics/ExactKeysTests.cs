using System.Text;
using Microsoft.Extensions.DependencyInjection;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Semantics;

/// <summary>14: keys arrive exactly as they were given, or are refused before anything is sent.</summary>
public sealed class ExactKeysTests
{
    private static readonly string[] Keys =
    [
        "plain", "a b", "a+b", "a%2Fb", "100%", "a//b", "//a", "/a", "a/", "Žofie 😀", "a&b=c?d#e", "a\\b", "a:b@c", "~tilde", "a'b(c)*!", "e\u0301", "\u00e9",
        "..", ".", "../other/key", "a/../b", "a/./b", "./a", "...", "a/..",
    ];

    [Test]
    public async Task Put_EveryKey_IsFoundUnderItselfAlone()
    {
        await using ServiceProvider services = MockServices.Create();
        IObjectStore store = services.GetRequiredService<IObjectStore>();
        await store.CreateBucketAsync("bucket").Soon();
        await store.CreateBucketAsync("other").Soon();
        List<string> stored = [];
        foreach (string key in Keys)
        {
            try
            {
                await store.PutObjectAsync("bucket", key, new MemoryStream(Encoding.UTF8.GetBytes(key))).Soon();
                stored.Add(key);
            }
            catch (ArgumentException)
            {
                // Refused before it was sent, which only what a URL would collapse may be.
                Assert.That(key.Split('/'), Has.Some.AnyOf(".", ".."), key);
            }
        }

        List<ObjectInfo> listed = await store.ListObjectsAsync("bucket").ToListAsync().AsTask().Soon();
        Assert.That(listed.Select(info => info.Key), Is.EquivalentTo(stored));
        Assert.That(await store.ListObjectsAsync("other").CountAsync().AsTask().Soon(), Is.Zero);
        foreach (string key in stored)
        {
            await using GetObjectResult got = await store.GetObjectAsync("bucket", key).Soon();
            using var reader = new StreamReader(got.Content);
            Assert.That(await reader.ReadToEndAsync().Soon(), Is.EqualTo(key));
        }
    }

    [TestCase("a b+c", "/bucket/a%20b%2Bc")]
    [TestCase("100%", "/bucket/100%25")]
    [TestCase("//a", "/bucket///a")]
    [TestCase("é", "/bucket/%C3%A9")]
    public async Task Head_OddKey_IsSentSo(string key, string target)
    {
        await using var scene = new ScriptedStore("a");

        await scene.HeadAsync(key).Soon();

        Assert.That(scene["a"].Calls.Single().Target, Is.EqualTo(target));
    }

    [Test]
    public async Task Put_HalfASurrogatePair_IsRefused()
    {
        await using var scene = new ScriptedStore("a");

        Assert.That(async () => await scene.HeadAsync("a\ud83d").Soon(), Throws.ArgumentException);
        Assert.That(scene["a"].Calls, Is.Empty);
    }
}
