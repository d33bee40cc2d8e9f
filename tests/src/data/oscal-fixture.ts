/** A catalogue in the shape of OSCAL, with words of its own. */
export const OSCAL = {
  catalog: {
    uuid: "00000000-0000-4000-8000-000000000000",
    metadata: { title: "Demo prose", version: "1.0", "oscal-version": "1.1.2" },
    groups: [
      {
        id: "ac",
        title: "Access",
        controls: [
          {
            id: "ac-2",
            title: "Second",
            params: [
              { id: "ac-02_odp.01", label: "doors of [AC-1](#ac-1_smt)" },
              {
                id: "ac-02_odp.02",
                select: { "how-many": "one-or-more", choice: ["daily", "every {{ insert: param, ac-02_odp.03 }}"] },
              },
              { id: "ac-02_odp.03", label: "time" },
              { id: "ac-02_odp.04", select: { choice: ["locked", "{{ insert: param, ac-02_odp.04 }}"] } },
              { id: "ac-02_odp.05", label: "colour", values: ["red"] },
            ],
            parts: [
              {
                name: "statement",
                parts: [
                  {
                    name: "item",
                    props: [{ name: "label", value: "a." }],
                    prose: "Close {{ insert: param, ac-02_odp.01 }} , {{ insert: param, ac-02_odp.02 }}:",
                    parts: [
                      { name: "item", props: [{ name: "label", value: "1." }], prose: "the front, see [AC-1](#ac-1);" },
                      { name: "item", props: [{ name: "label", value: "2." }], prose: "the back.\n\nBoth of them." },
                    ],
                  },
                  {
                    name: "item",
                    props: [{ name: "label", value: "b." }],
                    prose: "Paint it {{ insert: param, ac-02_odp.05 }} and {{ insert: param, nobody_knows }}.",
                  },
                ],
              },
              { name: "guidance", prose: "Doors open.\nWindows too." },
              { name: "assessment-objective", prose: "not wanted" },
            ],
            controls: [{ id: "ac-2.1", title: "Withdrawn", props: [{ name: "status", value: "withdrawn" }] }],
          },
          {
            id: "ac-1",
            title: "First",
            parts: [{ name: "statement", prose: "Have rules. {{ insert: param, ac-02_odp.04 }}" }],
          },
        ],
      },
    ],
  },
};
