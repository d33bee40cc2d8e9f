import { MORE_HOSTILE } from "./hostile-more.js";

/** Text that tries to get out of where it is put. */
export const WORST: readonly string[] = [
  // Markup
  "<script>alert(1)</script>",
  "</script><script>alert(1)</script>",
  "</style><style>*{display:none}</style>",
  "</title><h1>title</h1>",
  "<img src=x onerror=alert(1)>",
  "<svg/onload=alert(1)>",
  "<svg><use href=//evil.example/x#y /></svg>",
  "<iframe srcdoc='<p>x'>",
  "<object data=//evil.example>",
  "<a href=javascript:alert(1)>x</a>",
  "<base href=//evil.example/>",
  '<meta http-equiv="refresh" content="0;url=//evil.example">',
  "<link rel=stylesheet href=//evil.example/x.css>",
  "<form action=//evil.example><input name=p>",
  "<template><b>x</b></template>",
  "<!-- comment",
  "--><b>out</b>",
  "<![CDATA[x]]>",
  "<?php echo 1 ?>",
  "</p></div></details></main><main>",
  "<details open ontoggle=alert(1)>",
  "<plaintext>",
  "<math><mtext></mtext><mglyph>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  // Attributes
  '" onmouseover="alert(1)',
  "' onfocus='alert(1)' autofocus='",
  "x onclick=alert(1) y=",
  "`onmouseover=alert(1)`",
  '"><img src=x>',
  "'/><b>",
  "=alert(1)",
  "&quot; onload=&quot;x",
  "&#34;&#62;&#60;b&#62;",
  "&lt;script&gt;",
  "javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  '#" href="javascript:alert(1)',
  // Templates
  "{{constructor}}",
  "{{{this}}}",
  "{{#each this}}{{this}}{{/each}}",
  "{{lookup . '__proto__'}}",
  "{{> icon}}",
  "\\{{x}}",
  "{{!-- comment",
  "$" + "{process.env.HOME}",
  "<%= 7*7 %>",
  "#{7*7}",
  "__proto__",
  "constructor",
  // Control characters, terminals, direction
  "\u001b[31mred\u001b[0m",
  "\u001b]8;;http://evil.example\u0007link\u001b]8;;\u0007",
  "\u009b2J",
  "nul\u0000nul",
  "bell\u0007back\b\b\bover",
  "line\nfeed\r\nreturn\rover\ttab",
  "\u202Egnp.exe",
  "\u2066isolate\u2069",
  "\u200Bzero\u200Cwidth\u200Djoin\uFEFF",
  "tag\u{E0041}\u{E0042}",
  "sep\u2028ara\u2029tor",
  "lone\uD800surrogate\uDC00",
  "\u00A0\u3000\u2003spaces",
  "\u115F\u3164fillers\uFE0F",
  "nel\u0085vt\u000Bff\u000C",
  // Markdown
  "**bold** _it_ ~~gone~~",
  "[link](http://evil.example)",
  "![image](http://evil.example/x.png)",
  "| a | b |\n| - | - |\n| 1 | 2 |",
  "\n\n# Heading\n\n- [ ] task",
  "`code` ``two`` ```three```",
  "```\nfence\n```",
  "` ",
  " `` ",
  "\\`escaped\\`",
  "@everyone @octocat @org/team",
  "#1 GH-2 org/repo#3 0123456789abcdef0123456789abcdef01234567",
  "http://evil.example https://evil.example www.evil.example a@evil.example",
  "<http://evil.example>",
  "[ref]: http://evil.example",
  "> quote\n>> deeper",
  "$$x$$ $`y`$",
  ":tada: &copy; &#64;x",
  // Paths, formulas, sizes
  "../../../etc/passwd",
  "C:\\..\\file",
  '=HYPERLINK("http://evil.example")',
  "+1+1|calc",
  "a".repeat(5000),
  "<".repeat(2000),
  "`".repeat(2000),
  "::".repeat(300),
];

/** All of it. */
export const HOSTILE: readonly string[] = [...new Set([...WORST, ...MORE_HOSTILE])];

/** What no output may hold but as ends of lines: whoever reads it would not see it, or see something else. */
export const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Gives each text one of all of them, another in each round; the same text gets the same in a round. */
export function hostileRound(round: number): (text: string) => string {
  return (text) => {
    let at = round;
    for (let i = 0; i < text.length; i++) at = (at * 31 + text.charCodeAt(i)) % 1_000_003;
    const hostile = HOSTILE[at % HOSTILE.length] ?? "";
    return `${hostile}${text}${hostile}`;
  };
}
