-- A data file of the first format, with rows in every table; never changed once released.
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
) STRICT;
INSERT INTO "_sqlite_migrations" VALUES(1,'ntm_desktop','m0001_journal','2026-11-23 19:45:00.539519+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'ntm_desktop','m0002_current_state','2026-11-23 19:45:00.543278+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'ntm_desktop','m0003_exchange','2026-11-23 19:45:00.547617+00:00');
CREATE TABLE assessment (
    record       INTEGER PRIMARY KEY REFERENCES record (row),
    subject      TEXT NOT NULL,
    criteria_set TEXT NOT NULL,
    year         INTEGER NOT NULL,
    indicator    TEXT NOT NULL,
    answer       TEXT,
    claim        TEXT,
    note         TEXT
) STRICT;
INSERT INTO "assessment" VALUES(2,'06379','xa-ntm-2021-2025',2024,'3.1',NULL,'{"claim":"met","reason":"đã nghiệm thu"}','theo báo cáo năm');
INSERT INTO "assessment" VALUES(3,'06379','xa-ntm-2021-2025',2024,'17.1','{"parts":{"a":"40.25"},"value":"95"}',NULL,NULL);
INSERT INTO "assessment" VALUES(4,'06379','xa-ntm-2021-2025',2024,'1.1','{"value":true}',NULL,NULL);
INSERT INTO "assessment" VALUES(5,'06379','xa-ntm-2021-2025',2024,'7.1','{"not_applicable":"xã không có chợ"}',NULL,NULL);
INSERT INTO "assessment" VALUES(13,'06379','xa-ntm-2021-2025',2024,'2.1',NULL,NULL,NULL);
CREATE TABLE burnt (
    origin TEXT PRIMARY KEY,
    told   INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO "burnt" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.3333333333333333',0);
CREATE TABLE chain (
    row    INTEGER PRIMARY KEY,
    scope  TEXT NOT NULL,
    origin TEXT NOT NULL,
    UNIQUE (scope, origin)
) STRICT;
INSERT INTO "chain" VALUES(1,'06379','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.1111111111111111');
INSERT INTO "chain" VALUES(2,'185','dddddddddddddddddddddddddddddddd.2222222222222222');
INSERT INTO "chain" VALUES(3,'06379','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.3333333333333333');
CREATE TABLE conflict (
    row      INTEGER PRIMARY KEY,
    record   INTEGER NOT NULL REFERENCES record (row),
    field    TEXT NOT NULL,
    id       BLOB NOT NULL CHECK (length(id) = 32),
    label    TEXT NOT NULL,
    value    TEXT,
    revision BLOB NOT NULL CHECK (length(revision) = 32)
) STRICT;
INSERT INTO "conflict" VALUES(1,2,'answer',X'C783D2A3B018A86BD73DA8C2B2BB3CD360A118D46643EBE005AFF7F03B0518E0','A','{"value":"80"}',X'2D7F4779C20EBD7446510199929F87DAA7CAB420FBE6A3D8DB9DE3207DD43B7C');
INSERT INTO "conflict" VALUES(2,2,'answer',X'C783D2A3B018A86BD73DA8C2B2BB3CD360A118D46643EBE005AFF7F03B0518E0','B','{"value":"86.5"}',X'A88BEDF8BB59DF1FF17E2C96E2BB711F2DADB434CDDDED5485BEB72AAF4A09CE');
INSERT INTO "conflict" VALUES(3,13,'answer',X'5E63A6CE6CB1DCE1E97346234DDEEE3A6C47DE785C52DFED1ED782A4E4C28BA7','A','{"value":"70"}',X'CBA8641589AE1F1307582F25A1FBF328F48411DE8F72C354EBA5FF9E95A68EAA');
INSERT INTO "conflict" VALUES(4,13,'answer',X'5E63A6CE6CB1DCE1E97346234DDEEE3A6C47DE785C52DFED1ED782A4E4C28BA7','B','{"value":"75"}',X'3AE3060F96B7267B72AFD5D911934376F079EECAB41E2DB9BDDBC8F653415386');
CREATE TABLE enrolment (
    record        INTEGER PRIMARY KEY REFERENCES record (row),
    scope         TEXT NOT NULL,
    unit          TEXT NOT NULL,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL,
    signing_key   BLOB NOT NULL CHECK (length(signing_key) = 32),
    age_recipient TEXT NOT NULL,
    valid_from    TEXT,
    valid_to      TEXT
) STRICT;
INSERT INTO "enrolment" VALUES(11,'185','06379','Xã Tân Thành','commune',X'5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F','age1xa','2024-09-01',NULL);
CREATE TABLE evidence (
    record     INTEGER PRIMARY KEY REFERENCES record (row),
    scope      TEXT NOT NULL,
    key        TEXT NOT NULL,
    number     TEXT,
    issued_on  TEXT,
    issuer     TEXT,
    summary    TEXT,
    doc_type   TEXT,
    valid_from TEXT,
    valid_to   TEXT,
    original   INTEGER,
    sensitive  INTEGER,
    words      TEXT NOT NULL
) STRICT;
INSERT INTO "evidence" VALUES(8,'06379','0193a1b2-0000-7000-8000-000000000001','05/QĐ-UBND','2024-02-05','UBND xã Tân Thành','Phê duyệt quy hoạch chung','decision','2024-02-05','2025-02-05',1,0,'05/qd-ubnd 2024-02-05 ubnd xa tan thanh phe duyet quy hoach chung decision 2024-02-05 2025-02-05');
CREATE TABLE evidence_file (
    record   INTEGER PRIMARY KEY REFERENCES record (row),
    scope    TEXT NOT NULL,
    evidence TEXT NOT NULL,
    sha256   BLOB NOT NULL CHECK (length(sha256) = 32),
    name     TEXT,
    pages    INTEGER,
    ord      INTEGER,
    size     INTEGER
) STRICT;
INSERT INTO "evidence_file" VALUES(9,'06379','0193a1b2-0000-7000-8000-000000000001',X'ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB','quyết định.pdf',3,0,123456);
CREATE TABLE evidence_link (
    record       INTEGER PRIMARY KEY REFERENCES record (row),
    scope        TEXT NOT NULL,
    evidence     TEXT NOT NULL,
    subject      TEXT NOT NULL,
    criteria_set TEXT NOT NULL,
    year         INTEGER NOT NULL,
    indicator    TEXT NOT NULL,
    paper        TEXT
) STRICT;
INSERT INTO "evidence_link" VALUES(10,'06379','0193a1b2-0000-7000-8000-000000000001','06379','xa-ntm-2021-2025',2024,'1.1','P1');
CREATE TABLE head (
    row         INTEGER PRIMARY KEY,
    scope       TEXT NOT NULL,
    origin      TEXT NOT NULL,
    seq         INTEGER NOT NULL,
    id          BLOB NOT NULL CHECK (length(id) = 32),
    signing_key BLOB NOT NULL CHECK (length(signing_key) = 32),
    signature   BLOB NOT NULL CHECK (length(signature) = 64),
    UNIQUE (scope, origin, seq, id, signature)
) STRICT;
INSERT INTO "head" VALUES(1,'185','dddddddddddddddddddddddddddddddd.2222222222222222',2,X'40C1AE8EDF4BB334CEA62F0D24086B59D5A66C43FDA0BD9710BBDE1ABC450CFB',X'D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1',X'11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111');
CREATE TABLE import (
    row         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    package     TEXT NOT NULL,
    number      INTEGER NOT NULL,
    sender      TEXT NOT NULL,
    sender_name TEXT NOT NULL,
    origin      TEXT NOT NULL,
    signing_key BLOB NOT NULL CHECK (length(signing_key) = 32),
    envelope    TEXT NOT NULL,
    file_name   TEXT NOT NULL,
    revisions   INTEGER NOT NULL,
    objects     INTEGER NOT NULL,
    at          TEXT NOT NULL,
    standing    INTEGER NOT NULL CHECK (standing IN (0, 1))
) STRICT;
INSERT INTO "import" VALUES(1,'0193a1b2-0000-7000-8000-0000000000aa','0193a1b2-0000-7000-8000-0000000000bb',7,'185','Huyện Bắc Sơn','dddddddddddddddddddddddddddddddd.2222222222222222',X'D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1','{}','GOI_185_2024_dddd-7_p1of1.ntm',6,0,'2024-09-12T00:00:00+00:00',1);
CREATE TABLE import_head (
    import INTEGER NOT NULL REFERENCES import (row),
    head   INTEGER NOT NULL REFERENCES head (row),
    fresh  INTEGER NOT NULL CHECK (fresh IN (0, 1)),
    PRIMARY KEY (import, head)
) STRICT, WITHOUT ROWID;
INSERT INTO "import_head" VALUES(1,1,1);
CREATE TABLE import_revision (
    import   INTEGER NOT NULL REFERENCES import (row),
    revision INTEGER NOT NULL REFERENCES revision (row),
    fresh    INTEGER NOT NULL CHECK (fresh IN (0, 1)),
    PRIMARY KEY (import, revision)
) STRICT, WITHOUT ROWID;
INSERT INTO "import_revision" VALUES(1,13,1);
INSERT INTO "import_revision" VALUES(1,14,1);
INSERT INTO "import_revision" VALUES(1,15,1);
INSERT INTO "import_revision" VALUES(1,16,1);
INSERT INTO "import_revision" VALUES(1,17,1);
INSERT INTO "import_revision" VALUES(1,18,1);
CREATE TABLE installation (
    row            INTEGER PRIMARY KEY CHECK (row = 1),
    unit           TEXT NOT NULL,
    role           TEXT NOT NULL CHECK (role IN ('commune', 'authority', 'agency')),
    origin         TEXT NOT NULL,
    signing_key    BLOB NOT NULL CHECK (length(signing_key) = 32),
    age_recipient  TEXT NOT NULL,
    author         TEXT NOT NULL,
    practice       INTEGER NOT NULL CHECK (practice IN (0, 1)),
    package_number INTEGER NOT NULL DEFAULT 0,
    receipt_number INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO "installation" VALUES(1,'06379','commune','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.1111111111111111',X'5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F5F','age1xa','Nông Văn An',0,2,1);
CREATE TABLE object (
    sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    size   INTEGER NOT NULL CHECK (size >= 0),
    crc32  INTEGER NOT NULL,
    media  TEXT NOT NULL,
    at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "object" VALUES(X'ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB',123456,1234567,'application/pdf','2024-09-05T01:00:00+00:00');
CREATE TABLE receipt (
    installation TEXT NOT NULL,
    number       INTEGER NOT NULL,
    unit         TEXT NOT NULL,
    digest       BLOB NOT NULL CHECK (length(digest) = 32),
    content      TEXT NOT NULL,
    at           TEXT NOT NULL,
    PRIMARY KEY (installation, number, digest)
) STRICT, WITHOUT ROWID;
INSERT INTO "receipt" VALUES('dddddddddddddddddddddddddddddddd.2222222222222222',3,'185',X'2222222222222222222222222222222222222222222222222222222222222222','{}','2024-09-12T00:00:00+00:00');
CREATE TABLE record (
    row   INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    kind  TEXT NOT NULL,
    key   TEXT NOT NULL,
    UNIQUE (scope, kind, key)
) STRICT;
INSERT INTO "record" VALUES(1,'06379','unit','06379');
INSERT INTO "record" VALUES(2,'06379','assessment','["06379","xa-ntm-2021-2025","2024","3.1"]');
INSERT INTO "record" VALUES(3,'06379','assessment','["06379","xa-ntm-2021-2025","2024","17.1"]');
INSERT INTO "record" VALUES(4,'06379','assessment','["06379","xa-ntm-2021-2025","2024","1.1"]');
INSERT INTO "record" VALUES(5,'06379','assessment','["06379","xa-ntm-2021-2025","2024","7.1"]');
INSERT INTO "record" VALUES(6,'06379','assessment','["06379","xa-ntm-2021-2025","2024","8.1"]');
INSERT INTO "record" VALUES(7,'06379','threshold','["xa-ntm-2021-2025","10.1"]');
INSERT INTO "record" VALUES(8,'06379','evidence','0193a1b2-0000-7000-8000-000000000001');
INSERT INTO "record" VALUES(9,'06379','evidence_file','["0193a1b2-0000-7000-8000-000000000001","abababababababababababababababababababababababababababababababab"]');
INSERT INTO "record" VALUES(10,'06379','evidence_link','["0193a1b2-0000-7000-8000-000000000001","06379","xa-ntm-2021-2025","2024","1.1"]');
INSERT INTO "record" VALUES(11,'185','enrolment','["06379","5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f"]');
INSERT INTO "record" VALUES(12,'185','threshold','["xa-ntm-2021-2025","17.1"]');
INSERT INTO "record" VALUES(13,'06379','assessment','["06379","xa-ntm-2021-2025","2024","2.1"]');
INSERT INTO "record" VALUES(14,'06379','garden','later');
CREATE TABLE revision (
    row    INTEGER PRIMARY KEY,
    id     BLOB NOT NULL UNIQUE CHECK (length(id) = 32),
    record INTEGER NOT NULL REFERENCES record (row),
    chain  INTEGER NOT NULL REFERENCES chain (row),
    seq    INTEGER NOT NULL CHECK (seq > 0),
    line   TEXT NOT NULL
) STRICT;
INSERT INTO "revision" VALUES(1,X'EFC8287FD3FC857C41EA169767AAE85CAF5DC145EA1F4A583D35F6F112861240',1,1,1,'["06379","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.1111111111111111",1,null,"unit","06379",[],{"authority":"185","kind":"commune","name":"Xã Tân Thành","region":"TDMNPB"},"Nông Văn An","2026-11-23T19:45:00+00:00",[]]');
INSERT INTO "revision" VALUES(2,X'A88BEDF8BB59DF1FF17E2C96E2BB711F2DADB434CDDDED5485BEB72AAF4A09CE',2,1,2,'["06379","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.1111111111111111",2,"efc8287fd3fc857c41ea169767aae85caf5dc145ea1f4a583d35f6f112861240","assessment","[\"06379\",\"xa-ntm-2021-2025\",\"2024\",\"3.1\"]",[],{"answer":{"value":"86.5"},"note":"theo báo cáo năm"},"Nông Văn An","2026-11-23T19:45:00+00:00",[]]');
INSERT INTO "revision" VALUES(3,X'61EEC33F215BF52BAC68F52D89571A5F6B6BD1A34ED11129DD40DD2DC8D033B8',2,1,3,'["06379","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.1111111111111111",3,"a88bedf8bb59df1ff17e2c96e2bb711f2dadb434cddded5485beb72aaf4a09ce","assessment","[\"06379\",\"xa-ntm-2021-2025\",\"2024\",\"3.1\"]",["a88bedf8bb59df1ff17e2c96e2bb711f2dadb434cddded5485beb72aaf4a09ce"],{"claim":{"claim":"met","reason":"đã nghiệm thu"}},"Nông Văn An","2026-11-23T19:45:00+00:00",[]]');
INSERT INTO "revision" VALUES(4,X'A1F61D62CA1E718B3F2F6DD78BD0A2F88C1F1B22DA831D91A397ACDF4D6A9BD1',3,1,4,'["06379","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.1111111111111111",4,"61eec33f215bf52bac68f52d89571a5f6b6bd1a34ed11129dd40dd2dc8d033b8","assessment","[\"06379\",\"xa-ntm-2021-2025\",\"2024\",\"17.1\"]",[],{"answer":{"parts":{"a":"40.25"},"value":"95"}},"Nông Văn An","2026-11-23T19:45:00+00:00",[]]');
INSERT INTO "revision" VALUES(5,X'17C8A9F532FEFF658FF1A959BECFD48513ED95E7E3A087DF580D1839910BFB69',4,1,5,'["06379","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.1111111111111111",5,"a1f61d62ca1e718b3f2f6dd78bd0a2f88c1f1b22da831d91a397acdf4d6a9bd1","assessment","[\"06379\",\"xa-ntm-2021-2025\",\"2024\",\"1.1\"]",[],{"answer":{"value":true}},"Nông Văn An","2026-11-23T19:45:00+00:00",[]]');
INSERT INTO "revision" VALUES(6,X'DECA696293D2C7797515EFC5AE498077F20F32061D22653382705B24DC62E8AD',5,1,6,'["06379","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.1111111111111111",6,"17c8a9f532feff658ff1a959becfd48513ed95e7e3a087df580d1839910bfb69","assessment","[\"06379\",\"xa-ntm-2021-2025\",\"2024\",\"7.1\"]",[],{"answer":{"not_applicable":"xã không có chợ"}},"Nông Văn An","2026-11-23T19:45:00+00:00",[]]');
INSERT INTO "revision" VALUES(7,X'727262C479DE463053D2405A10B5111090D3C1ABCA1B7E49C0D7283105CDBCE1',6,1,7,'["06379","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.1111111111111111",7,"deca696293d2c7797515efc5ae498077f20f32061d22653382705b24dc62e8ad","assessment","[\"06379\",\"xa-ntm-2021-2025\",\"2024\",\"8.1\"]",[],{"answer":{"value":false}},"Nông Văn An","2026-11-23T19:45:00+00:00",[]]');
INSERT INTO "revision" VALUES(8,X'4B3D7A9B94F1C8C563BA6890606479FBCC4BB68FBBC54B98ECED55CE43609CDE',6,1,8,'["06379","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.1111111111111111",8,"727262c479de463053d2405a10b5111090d3c1abca1b7e49c0d7283105cdbce1","assessment","[\"06379\",\"xa-ntm-2021-2025\",\"2024\",\"8.1\"]",["727262c479de463053d2405a10b5111090d3c1abca1b7e49c0d7283105cdbce1"],null,"Nông Văn An","2026-11-23T19:45:00+00:00",[]]');
INSERT INTO "revision" VALUES(9,X'153DEE9D068544ADE72E5EF272EA3C6B6D40CC41031FCA4B45171AFE5BD88E1A',7,1,9,'["06379","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.1111111111111111",9,"4b3d7a9b94f1c8c563ba6890606479fbcc4bb68fbbc54b98eced55ce43609cde","threshold","[\"xa-ntm-2021-2025\",\"10.1\"]",[],{"figure":{"by_year":{"2024":"42"},"date":"2024-06-17","decision":"1062/QĐ-UBND"}},"Nông Văn An","2026-11-23T19:45:00+00:00",[]]');
INSERT INTO "revision" VALUES(10,X'67CF84DA46A37B55B1A758644A15BACC4BF91CF8686364FB5C6C799F2AFA6963',8,1,10,'["06379","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.1111111111111111",10,"153dee9d068544ade72e5ef272ea3c6b6d40cc41031fca4b45171afe5bd88e1a","evidence","0193a1b2-0000-7000-8000-000000000001",[],{"doc_type":"decision","issued_on":"2024-02-05","issuer":"UBND xã Tân Thành","number":"05/QĐ-UBND","original":true,"sensitive":false,"summary":"Phê duyệt quy hoạch chung","valid_from":"2024-02-05","valid_to":"2025-02-05"},"Nông Văn An","2026-11-23T19:45:00+00:00",[]]');
INSERT INTO "revision" VALUES(11,X'A741FC29D36ACD468A18A0F78F949BD7248D9AF3B475F6BDE3300967D8174C3D',9,1,11,'["06379","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.1111111111111111",11,"67cf84da46a37b55b1a758644a15bacc4bf91cf8686364fb5c6c799f2afa6963","evidence_file","[\"0193a1b2-0000-7000-8000-000000000001\",\"abababababababababababababababababababababababababababababababab\"]",[],{"name":"quyết định.pdf","order":0,"pages":3,"size":123456},"Nông Văn An","2026-11-23T19:45:00+00:00",[]]');
INSERT INTO "revision" VALUES(12,X'E712035444529E7FF2F2AC6B873BB6B0C12E16F6180786FFDD2DAA1AA213F16B',10,1,12,'["06379","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.1111111111111111",12,"a741fc29d36acd468a18a0f78f949bd7248d9af3b475f6bde3300967d8174c3d","evidence_link","[\"0193a1b2-0000-7000-8000-000000000001\",\"06379\",\"xa-ntm-2021-2025\",\"2024\",\"1.1\"]",[],{"paper":"P1"},"Nông Văn An","2026-11-23T19:45:00+00:00",[]]');
INSERT INTO "revision" VALUES(13,X'B1B5B9CE532A696FD13D133D7761AF5B855DA0E67F425974AAE3D5EC0FE75EC1',11,2,1,'["185","dddddddddddddddddddddddddddddddd.2222222222222222",1,null,"enrolment","[\"06379\",\"5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f\"]",[],{"office":{"age_recipient":"age1xa","from":"2024-09-01","name":"Xã Tân Thành","role":"commune","signing_key":"5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f","unit":"06379"}},"Hoàng Thị Bình","2024-09-10T01:00:00+00:00",[]]');
INSERT INTO "revision" VALUES(14,X'40C1AE8EDF4BB334CEA62F0D24086B59D5A66C43FDA0BD9710BBDE1ABC450CFB',12,2,2,'["185","dddddddddddddddddddddddddddddddd.2222222222222222",2,"b1b5b9ce532a696fd13d133d7761af5b855da0e67f425974aae3d5ec0fe75ec1","threshold","[\"xa-ntm-2021-2025\",\"17.1\"]",[],{"figure":{"date":"2024-06-17","decision":"1062/QĐ-UBND","parts":{"a":"35"},"value":"90"}},"Hoàng Thị Bình","2024-09-10T01:05:00+00:00",[]]');
INSERT INTO "revision" VALUES(15,X'2D7F4779C20EBD7446510199929F87DAA7CAB420FBE6A3D8DB9DE3207DD43B7C',2,3,1,'["06379","bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.3333333333333333",1,null,"assessment","[\"06379\",\"xa-ntm-2021-2025\",\"2024\",\"3.1\"]",[],{"answer":{"value":"80"}},"PC thứ hai","2024-09-11T02:00:00+00:00",[]]');
INSERT INTO "revision" VALUES(16,X'CBA8641589AE1F1307582F25A1FBF328F48411DE8F72C354EBA5FF9E95A68EAA',13,3,2,'["06379","bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.3333333333333333",2,"2d7f4779c20ebd7446510199929f87daa7cab420fbe6a3d8db9de3207dd43b7c","assessment","[\"06379\",\"xa-ntm-2021-2025\",\"2024\",\"2.1\"]",[],{"answer":{"value":"70"}},"PC thứ hai","2024-09-11T02:05:00+00:00",[]]');
INSERT INTO "revision" VALUES(17,X'3AE3060F96B7267B72AFD5D911934376F079EECAB41E2DB9BDDBC8F653415386',13,3,2,'["06379","bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.3333333333333333",2,"2d7f4779c20ebd7446510199929f87daa7cab420fbe6a3d8db9de3207dd43b7c","assessment","[\"06379\",\"xa-ntm-2021-2025\",\"2024\",\"2.1\"]",[],{"answer":{"value":"75"}},"PC thứ hai","2024-09-11T02:06:00+00:00",[]]');
INSERT INTO "revision" VALUES(18,X'FCE56C6358C6A119EA24EB3E3A684A6FCCCE62744016E99BD606E30EB79435FF',14,3,3,'["06379","bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.3333333333333333",3,"cba8641589ae1f1307582f25a1fbf328f48411de8f72c354eba5ff9e95a68eaa","garden","later",[],{"later":["của bản mới hơn"]},"PC thứ hai","2024-09-11T02:07:00+00:00",[]]');
CREATE TABLE sent (
    row       INTEGER PRIMARY KEY,
    package   TEXT NOT NULL UNIQUE,
    number    INTEGER NOT NULL,
    receiver  TEXT NOT NULL,
    file_name TEXT NOT NULL,
    upto      TEXT NOT NULL,
    objects   TEXT NOT NULL,
    revisions INTEGER NOT NULL,
    bytes     INTEGER NOT NULL,
    at        TEXT NOT NULL
) STRICT;
INSERT INTO "sent" VALUES(1,'0193a1b2-0000-7000-8000-0000000000dd',2,'185','GOI_06379_2024_aaaa-2_p1of1.ntm','[]','[]',12,4567,'2024-09-14T00:00:00+00:00');
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "setting" VALUES('authority','{"code": "185", "name": "Huyện Bắc Sơn", "level": "district"}');
INSERT INTO "setting" VALUES('sets','["xa-ntm-2021-2025"]');
CREATE TABLE threshold (
    record       INTEGER PRIMARY KEY REFERENCES record (row),
    scope        TEXT NOT NULL,
    criteria_set TEXT NOT NULL,
    indicator    TEXT NOT NULL,
    figure       TEXT
) STRICT;
INSERT INTO "threshold" VALUES(7,'06379','xa-ntm-2021-2025','10.1','{"by_year":{"2024":"42"},"date":"2024-06-17","decision":"1062/QĐ-UBND"}');
INSERT INTO "threshold" VALUES(12,'185','xa-ntm-2021-2025','17.1','{"date":"2024-06-17","decision":"1062/QĐ-UBND","parts":{"a":"35"},"value":"90"}');
CREATE TABLE trusted_key (
    signing_key   BLOB PRIMARY KEY CHECK (length(signing_key) = 32),
    unit          TEXT NOT NULL,
    name          TEXT NOT NULL,
    role          TEXT NOT NULL,
    age_recipient TEXT NOT NULL,
    at            TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "trusted_key" VALUES(X'D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1','185','Huyện Bắc Sơn','authority','age1huyen','2024-09-01T00:00:00+00:00');
CREATE TABLE unit (
    record    INTEGER PRIMARY KEY REFERENCES record (row),
    code      TEXT NOT NULL,
    name      TEXT,
    kind      TEXT,
    region    TEXT,
    authority TEXT
) STRICT;
INSERT INTO "unit" VALUES(1,'06379','Xã Tân Thành','commune','TDMNPB','185');
CREATE TABLE waiting (
    package   TEXT PRIMARY KEY,
    number    INTEGER NOT NULL,
    sender    TEXT NOT NULL,
    origin    TEXT NOT NULL,
    file_name TEXT NOT NULL,
    reason    TEXT NOT NULL,
    needs     TEXT NOT NULL,
    at        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "waiting" VALUES('0193a1b2-0000-7000-8000-0000000000cc',9,'185','dddddddddddddddddddddddddddddddd.2222222222222222','GOI_185_2024_dddd-9_p1of1.ntm','gap','["thiếu gói hồ sơ số 8"]','2024-09-13T00:00:00+00:00');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX revision_record ON revision (record);
CREATE INDEX revision_chain ON revision (chain, seq);
CREATE INDEX conflict_record ON conflict (record, field);
CREATE INDEX assessment_sheet ON assessment (subject, criteria_set, year);
CREATE INDEX evidence_key ON evidence (key);
CREATE INDEX evidence_file_evidence ON evidence_file (evidence);
CREATE INDEX evidence_file_sha256 ON evidence_file (sha256);
CREATE INDEX evidence_link_evidence ON evidence_link (evidence);
CREATE INDEX evidence_link_sheet ON evidence_link (subject, criteria_set, year, indicator);
CREATE INDEX enrolment_key ON enrolment (signing_key);
CREATE INDEX import_package ON import (package);
COMMIT;
PRAGMA application_id = 1314147633;
PRAGMA user_version = 3;
