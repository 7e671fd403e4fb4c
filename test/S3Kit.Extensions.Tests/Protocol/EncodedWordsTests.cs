using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework.Internal;
using S3Kit.Protocol;

namespace S3Kit.Tests.Protocol;

/// <summary>Text in headers, RFC 2047.</summary>
public sealed class EncodedWordsTests
{
    private static readonly string[] Pieces =
    [
        "a", "Z", "0", " ", "  ", "=?", "?=", "=", "?", "_", "=?UTF-8?B?", "=?UTF-8?Q?", "é", "漢", "😀", "\u0301", "\u200B", "\u00A0", "\uFFFD", "\u2028", "%", "+", "\"", ",", ":",
    ];

    [Test]
    public void EncodeThenDecode_AnyText_IsTheSame()
    {
        var random = new Randomizer(2047);
        for (int i = 0; i < 5000; i++)
        {
            var text = new StringBuilder();
            for (int length = random.Next(0, i % 50 == 0 ? 400 : 12); length > 0; length--)
            {
                text.Append(Pieces[random.Next(Pieces.Length)]);
            }

            string value = text.ToString();
            string encoded = EncodedWords.Encode(value);

            Assert.That(EncodedWords.Decode(encoded), Is.EqualTo(value), encoded);
            Assert.That(encoded.All(c => c is >= ' ' and <= '~'), Is.True, encoded);
            Assert.That(encoded.Trim(), Is.EqualTo(encoded), "Outer white space is lost on the way.");
            Assert.That(encoded == value || encoded.Split(' ').All(word => word.Length <= 75), Is.True, encoded);
        }
    }

    [TestCase("plain text")]
    [TestCase("")]
    [TestCase("a=b?c")]
    public void Encode_PlainText_IsSentAsItIs(string value) => Assert.That(EncodedWords.Encode(value), Is.EqualTo(value));

    [TestCase("=?UTF-8?Q?caf=C3=A9_au_lait?=", "café au lait")]
    [TestCase("=?utf-8?q?=3D=3F?=", "=?")]
    [TestCase("=?utf-8?b?Y2Fmw6k=?=", "café")]
    [TestCase("=?UTF-8?B?w6k=?= =?UTF-8?B?w6g=?=", "éè")]
    [TestCase("=?UTF-8?B?w6k=?=   =?UTF-8?Q?x?=", "éx")]
    [TestCase("a =?UTF-8?B?w6k=?= b", "a é b")]
    [TestCase("=?UTF-8?B??=", "")]
    [TestCase("=?UTF-8?Q??=", "")]
    [TestCase("été 漢字", "été 漢字")]
    public void Decode_OtherClientsText_IsUnderstood(string header, string value) => Assert.That(EncodedWords.Decode(header), Is.EqualTo(value));

    [TestCase("=?")]
    [TestCase("=?=?=?")]
    [TestCase("=?UTF-8")]
    [TestCase("=?UTF-8?B?w6k=")]
    [TestCase("=?UTF-8?B?w6k?=")]
    [TestCase("=?UTF-8?B?####?=")]
    [TestCase("=?UTF-8?B?/w==?=")]
    [TestCase("=?UTF-8?X?abc?=")]
    [TestCase("=?UTF-8?Q?=4?=")]
    [TestCase("=?UTF-8?Q?=ZZ?=")]
    [TestCase("=?UTF-8?Q?=FF?=")]
    [TestCase("=?KOI8-R?B?w6k=?=")]
    [TestCase("=??B?w6k=?=")]
    public void Decode_MalformedWord_IsKeptAsItIs(string header) => Assert.That(EncodedWords.Decode(header), Is.EqualTo(header));

    [Test]
    public void Decode_RandomText_NeverThrows()
    {
        var random = new Randomizer(1522);
        string[] pieces = ["=?", "?=", "UTF-8", "?", "B", "Q", "=", "w6k=", "=C3", "=A9", " ", "x", "é"];
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.That(EncodedWords.Decode(text), Is.Not.Null, text);
        }
    }

    [Test]
    public async Task Head_Metadata_IsReadWhoeverWroteIt()
    {
        var server = new FakeServer(_ => Replies.Empty(200).With("X-Amz-Meta-Raw", "größe").With("x-amz-meta-Word", "=?UTF-8?Q?gr=C3=B6=C3=9Fe?=").With("x-amz-meta-bad", "=?UTF-8?B?!?="));
        await using ServiceProvider services = FakeServices.Create(server);

        ObjectInfo? info = await services.Store().HeadObjectAsync("bucket", "k");

        Assert.That(info!.Metadata, Is.EquivalentTo(new Dictionary<string, string> { ["raw"] = "größe", ["word"] = "größe", ["bad"] = "=?UTF-8?B?!?=" }));
    }
}
