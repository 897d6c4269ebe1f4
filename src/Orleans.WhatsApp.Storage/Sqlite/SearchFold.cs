using System.Text;

namespace Orleans.WhatsApp.Storage.Sqlite;

/// <summary>What <c>search_fold</c>, <c>search_split</c> and <c>search_query</c> of PostgreSQL's migration 0002 are there. The conformance suite holds the two together.</summary>
internal static class SearchFold
{
    private const int LongestWord = 60;
    private const int MostCharacters = 20_000;
    private const char FirstLatin = '\u00C0';

    /// <summary>U+00C0 to U+017F without accents and capitals; a dot where there is nothing to say.</summary>
    private const string Latin =
        "aaaaaaaceeeeiiiidnooooo.ouuuuyt.aaaaaaaceeeeiiiidnooooo.ouuuuyty"
        + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.llllll."
        + ".llnnnnnn.nnoooooooorrrrrrsssssssstttt..uuuuuuuuuuuuwwyyyzzzzzz.";

    /// <summary>The words, a space before and behind each.</summary>
    public static string Words(string text)
    {
        var words = new StringBuilder(" ", text.Length + 2);
        var length = 0;
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, MostCharacters)))
        {
            if (IsMark(character)) continue;
            if (IsBetweenWords(character))
            {
                if (length > 0) words.Append(' ');
                length = 0;
            }
            else if (character == 'ß') Add("ss");
            else Add([Letter(character)]);
        }

        return length > 0 ? words.Append(' ').ToString() : words.ToString();

        void Add(ReadOnlySpan<char> letters)
        {
            foreach (var letter in letters)
                if (length++ < LongestWord) words.Append(letter);
        }
    }

    /// <summary>
    /// What <see cref="Holds"/> looks for: the words that are asked for, a space before each, and behind those that are too short for a beginning.
    /// </summary>
    public static string Asked(string text, int shortestBeginning) => string.Concat(
        Words(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Length < shortestBeginning ? $" {word}\n" : $" {word}"));

    /// <summary>True if each word that is asked for begins one of the words, or is one.</summary>
    public static bool Holds(string words, string asked)
    {
        if (asked.Length == 0) return false;
        foreach (var range in asked.AsSpan(1).Split(' '))
        {
            var word = asked.AsSpan(1)[range];
            var beginning = word[^1] == '\n' ? $" {word[..^1]} " : $" {word}";
            if (!words.Contains(beginning, StringComparison.Ordinal)) return false;
        }

        return true;
    }

    /// <summary>A contact's words: the name's, and the number from each of its digits on.</summary>
    public static bool HoldsContact(string name, string phone, string phoneKey, string asked, string askedKey)
    {
        if (asked.Length == 0 && askedKey.Length == 0) return false;
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        if (askedKey.Length > 0 && (digits.Contains(askedKey, StringComparison.Ordinal) || phoneKey.Contains(askedKey, StringComparison.Ordinal))) return true;
        if (asked.Length == 0) return false;

        var words = Words(name);
        foreach (var range in asked.AsSpan(1).Split(' '))
        {
            var word = asked.AsSpan(1)[range];
            var isOfNumber = word.Length <= Math.Max(digits.Length, phoneKey.Length) && IsPartOf(word, digits, phoneKey);
            if (!isOfNumber && !words.Contains($" {word}", StringComparison.Ordinal)) return false;
        }

        return true;
    }

    /// <summary>A part that begins where at least three digits are left, as the index of PostgreSQL has it.</summary>
    private static bool IsPartOf(ReadOnlySpan<char> word, string digits, string phoneKey)
    {
        return Has(word, digits) || Has(word, phoneKey);

        static bool Has(ReadOnlySpan<char> word, string number) =>
            number.AsSpan().IndexOf(word, StringComparison.Ordinal) is >= 0 and var at && at <= number.Length - 3;
    }

    private static bool IsMark(char character) => character
        is (>= '\u0300' and <= '\u036F') or '\u0640' or (>= '\u064B' and <= '\u0655') or '\u0670' or (>= '\u200B' and <= '\u200F') or '\u00AD' or '\uFE0F';

    private static bool IsBetweenWords(char character) => char.IsAscii(character)
        ? !char.IsAsciiLetterOrDigit(character)
        : character is <= '\u00BF' or (>= '\u2000' and <= '\u206F') or '\u060C' or '\u061B' or '\u061F' or '\uFFFD';

    private static char Letter(char character)
    {
        if (character is >= FirstLatin and <= '\u017F' && Latin[character - FirstLatin] is not '.' and var plain) return plain;
        return character switch
        {
            'Ё' or 'ё' => 'е',
            'Й' or 'й' => 'и',
            'Ї' or 'ї' => 'і',
            'أ' or 'إ' or 'آ' or 'ٱ' => 'ا',
            'ؤ' => 'و',
            'ى' or 'ئ' or 'ی' => 'ي',
            'ک' => 'ك',
            'ة' => 'ه',
            >= '٠' and <= '٩' => (char)(character - '٠' + '0'),
            >= '۰' and <= '۹' => (char)(character - '۰' + '0'),
            _ => char.ToLowerInvariant(character),
        };
    }
}
